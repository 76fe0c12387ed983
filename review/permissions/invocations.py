"""Lambda's own permissions: who may invoke a function or use a layer. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from local.aws_provider import RecordedResource
from review.markdown import code
from review.permissions import arns
from review.permissions.arn_words import named
from review.permissions.permission import Condition, Effect, Permission, Test
from review.permissions.principals import principal_in_words

PERMISSION = "aws:lambda/permission:Permission"
LAYER_PERMISSION = "aws:lambda/layerVersionPermission:LayerVersionPermission"
CONDITIONS = {
    "sourceArn": ("ArnLike", "aws:SourceArn"),
    "sourceAccount": ("StringEquals", "aws:SourceAccount"),
    "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
    "organizationId": ("StringEquals", "aws:PrincipalOrgID"),
    "eventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "functionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
}
"""Property -> the test that Lambda makes of it in the function's own policy."""


def invocations(resource: RecordedResource) -> Iterator[Permission]:
    """What a permission of Lambda's permits."""
    inputs = resource.inputs
    principal = str(inputs.get("principal", ""))
    who = principal_in_words("Service" if "." in principal else "AWS", principal)
    action = str(inputs.get("action", "lambda:InvokeFunction"))
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
    kind, key = (
        ("layer", "layerName")
        if resource.type == LAYER_PERMISSION
        else ("function", "function")
    )  # fmt: skip
    given = str(resource.inputs.get(key, ""))
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
    return tuple(sorted(tests))
