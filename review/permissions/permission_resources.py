"""Permissions that are resources themselves, without a policy document. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from local.aws_provider import RecordedResource
from review.permissions import arns
from review.permissions.arn_words import named
from review.permissions.permission import Condition, Effect, Permission, Test
from review.permissions.principals import principal_in_words
from review.text.markdown import code

PERMISSION = "aws:lambda/permission:Permission"
LAYER_PERMISSION = "aws:lambda/layerVersionPermission:LayerVersionPermission"
BUS_PERMISSION = "aws:cloudwatch/eventPermission:EventPermission"
FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
OF_WHAT = {
    PERMISSION: ("function", "function"),
    LAYER_PERMISSION: ("layer", "layerName"),
    BUS_PERMISSION: ("event bus", "eventBusName"),
    FUNCTION_URL: ("function", "functionName"),
}
"""Type -> the kind of thing that it opens, and the property with it."""
ACTIONS = {BUS_PERMISSION: "events:PutEvents", FUNCTION_URL: "lambda:InvokeFunctionUrl"}
"""Type -> the action, where it is not said."""
CONDITIONS = {
    "sourceArn": ("ArnLike", "aws:SourceArn"),
    "sourceAccount": ("StringEquals", "aws:SourceAccount"),
    "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
    "organizationId": ("StringEquals", "aws:PrincipalOrgID"),
    "eventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "functionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
}
"""Property -> the test that Lambda makes of it in the function's own policy."""


def permission_of(resource: RecordedResource) -> Iterator[Permission]:
    """What the resource permits: one thing, or nothing."""
    inputs = resource.inputs
    principal = str(inputs.get("principal", ""))
    if resource.type == FUNCTION_URL:
        if inputs.get("authorizationType") == "AWS_IAM":
            return
        principal = "*"  # the provider gives such an address a permission for everybody
    who = principal_in_words("Service" if "." in principal else "AWS", principal)
    action = str(inputs.get("action") or ACTIONS.get(resource.type, "lambda:InvokeFunction"))
    yield Permission(
        who.words,
        Effect.ALLOW,
        _what(resource),
        action.lower(),
        _condition(resource),
        who.wide or "*" in action,
        action,
    )


def _what(resource: RecordedResource) -> str:
    kind, key = OF_WHAT[resource.type]
    given = str(resource.inputs.get(key) or "default")
    words = arns.in_words(given)
    words = words if words.startswith(kind) else f"{kind} {named(given)}"
    version = resource.inputs.get("qualifier") or resource.inputs.get("versionNumber")
    return f"version {code(str(version))} of {words}" if version else words


def _condition(resource: RecordedResource) -> Condition:
    tests = [
        Test(operator, key, (str(resource.inputs[name]),))
        for name, (operator, key) in CONDITIONS.items()
        if resource.inputs.get(name)
    ]
    own = resource.inputs.get("condition")
    if isinstance(own, Mapping):
        values = (str(own.get("type")), str(own.get("key")), (str(own.get("value")),))
        tests.append(Test(*values))
    return tuple(sorted(tests))
