"""The registered resources, looked up by type and by what refers to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from local.program import RegisteredResource

TYPES = {
    "Account": "aws:apigateway/account:Account",
    "Api": "aws:apigatewayv2/api:Api",
    "Authorizer": "aws:apigatewayv2/authorizer:Authorizer",
    "Deployment": "aws:apigatewayv2/deployment:Deployment",
    "EventRule": "aws:cloudwatch/eventRule:EventRule",
    "EventSourceMapping": "aws:lambda/eventSourceMapping:EventSourceMapping",
    "EventTarget": "aws:cloudwatch/eventTarget:EventTarget",
    "Function": "aws:lambda/function:Function",
    "Integration": "aws:apigatewayv2/integration:Integration",
    "Permission": "aws:lambda/permission:Permission",
    "Queue": "aws:sqs/queue:Queue",
    "QueuePolicy": "aws:sqs/queuePolicy:QueuePolicy",
    "Role": "aws:iam/role:Role",
    "RolePolicy": "aws:iam/rolePolicy:RolePolicy",
    "Route": "aws:apigatewayv2/route:Route",
    "RouteResponse": "aws:apigatewayv2/routeResponse:RouteResponse",
    "Stage": "aws:apigatewayv2/stage:Stage",
    "StateMachine": "aws:sfn/stateMachine:StateMachine",
}
"""The types that the refusals look at, by their short names."""


class Registered:
    """All resources of one run."""

    def __init__(self, resources: Sequence[RegisteredResource]) -> None:
        self._resources = resources

    def of_type(self, kind: str) -> list[RegisteredResource]:
        """Resources of one of ``TYPES``, such as ``Route``."""
        return [r for r in self._resources if r.type == TYPES[kind]]

    def by_id(self, kind: str, resource_id: str) -> RegisteredResource | None:
        """The resource of that type and id, if the program registered one."""
        return next((r for r in self.of_type(kind) if r.outputs.get("id") == resource_id), None)

    def api_of(self, resource: RegisteredResource) -> RegisteredResource | None:
        """The API that a route, integration, authorizer or stage belongs to."""
        return self.by_id("Api", resource.inputs.get("apiId", ""))

    def statements(self, role_name: str) -> Iterator[dict[str, Any]]:
        """Allow statements of all inline policies of a role."""
        for policy in self.of_type("RolePolicy"):
            if policy.inputs.get("role") == role_name:
                yield from allow_statements(policy.inputs["policy"])


def allow_statements(policy: Any) -> Iterator[dict[str, Any]]:
    """Allow statements of a policy document, given as JSON or as an object."""
    document = json.loads(policy) if isinstance(policy, str) else policy
    for statement in as_list(document.get("Statement", [])):
        if statement.get("Effect") == "Allow":
            yield {"Action": [], "Resource": [], **statement}


def as_list(value: Any) -> list[Any]:
    """IAM allows a single value where a list may stand."""
    return value if isinstance(value, list) else [value]
