"""Who may invoke which function, and policies that are wider than they need to be."""

from __future__ import annotations

import json
from collections.abc import Iterator

from local.program import RegisteredResource
from local.refusals.registered import Registered, allow_statements, as_list, covers

# Actions that AWS's documents give Resource "*", or an ARN of a whole account.
MAY_BE_WIDE = ("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
             "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
             "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
             "xray:PutTraceSegments", "xray:PutTelemetryRecords",
             "xray:GetSamplingRules", "xray:GetSamplingTargets")  # fmt: skip
# Actions without a resource type (service authorization reference): on an ARN they grant nothing.
ONLY_WIDE = ("cloudwatch:PutMetricData", "dynamodb:ListStreams", "dynamodb:ListTables",
             "sqs:ListQueues")  # fmt: skip


MAX_ROLE_POLICY_CHARACTERS = 10_240


def missing_permissions(registered: Registered) -> Iterator[str]:
    """Routes and authorizers whose function API Gateway may not invoke. A request gets 500."""
    for route in registered.of_type("Route"):
        api = registered.api_of(route)
        function = _function_of_route(registered, route)
        if api is None or function is None:
            continue
        method, _, path = str(route.inputs["routeKey"]).partition(" ")
        called_as = f"{api.outputs['executionArn']}/stage/{method}{path}"
        if not _allowed(registered, function, called_as):
            yield (
                f"{route.name}: API Gateway may not invoke {function.name} for route "
                f"{route.inputs['routeKey']!r}; add an aws.lambda_.Permission with source_arn "
                f"<execution arn>/*/{method}{path}"
            )
    for authorizer in registered.of_type("Authorizer"):
        api = registered.api_of(authorizer)
        function = _function_at(registered, authorizer.inputs.get("authorizerUri"))
        if api is None or function is None:
            continue
        called_as = f"{api.outputs['executionArn']}/authorizers/{authorizer.outputs['id']}"
        if not _allowed(registered, function, called_as):
            yield (
                f"{authorizer.name}: API Gateway may not invoke the authorizer {function.name}; "
                "add an aws.lambda_.Permission with source_arn <execution arn>/authorizers/<id>"
            )


def wide_policies(registered: Registered) -> Iterator[str]:
    """Policies with Resource "*" for actions that could name their resource."""
    for policy in registered.of_type("RolePolicy"):
        for statement in allow_statements(policy.inputs["policy"]):
            narrower = [
                a for a in as_list(statement["Action"]) if a not in (*MAY_BE_WIDE, *ONLY_WIDE)
            ]
            if "*" in as_list(statement["Resource"]) and narrower:
                yield f"{policy.name}: Resource '*' for {narrower[0]}; name the resource's ARN"


def grants_of_nothing(registered: Registered) -> Iterator[str]:
    """Policies that name an ARN for actions that know no resource: IAM then allows nothing."""
    for policy in registered.of_type("RolePolicy"):
        for statement in allow_statements(policy.inputs["policy"]):
            without_resource = [a for a in as_list(statement["Action"]) if a in ONLY_WIDE]
            if "*" not in as_list(statement["Resource"]) and without_resource:
                yield (
                    f"{policy.name}: {without_resource[0]} has no resource-level permissions, so "
                    "on an ARN it grants nothing; give it Resource '*' in a statement of its own"
                )


def oversized_policies(registered: Registered) -> Iterator[str]:
    """Roles whose inline policies are over IAM's limit, together and without white space."""
    sizes: dict[str, int] = {}
    for policy in registered.of_type("RolePolicy"):
        role = str(policy.inputs["role"])
        sizes[role] = sizes.get(role, 0) + len(_without_spaces(policy.inputs["policy"]))
    for role, size in sizes.items():
        if size > MAX_ROLE_POLICY_CHARACTERS:
            yield (
                f"the policies of role {role} have {size} characters together, IAM takes "
                f"{MAX_ROLE_POLICY_CHARACTERS}"
            )


def _without_spaces(policy: str) -> str:
    """The document as IAM counts it; a text that is no JSON as it is: ``provider`` refuses it."""
    try:
        return json.dumps(json.loads(policy), separators=(",", ":"))
    except ValueError:
        return policy


def _function_of_route(
    registered: Registered, route: RegisteredResource
) -> RegisteredResource | None:
    integration_id = str(route.inputs.get("target", "")).removeprefix("integrations/")
    integration = registered.by_id("Integration", integration_id)
    return integration and _function_at(registered, integration.inputs.get("integrationUri"))


def _function_at(registered: Registered, uri: str | None) -> RegisteredResource | None:
    functions = registered.of_type("Function")
    return next((f for f in functions if uri and uri == f.outputs.get("invokeArn")), None)


def _allowed(registered: Registered, function: RegisteredResource, called_as: str) -> bool:
    return any(
        permission.inputs["function"] in (function.outputs["name"], function.outputs["arn"])
        and permission.inputs["principal"] == "apigateway.amazonaws.com"
        and permission.inputs["action"] == "lambda:InvokeFunction"
        and covers(permission.inputs.get("sourceArn", "*"), called_as)
        for permission in registered.of_type("Permission")
    )
