"""The registered resources, looked up by type and by what refers to them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from local.program import RegisteredResource

TYPES = {
    "Account": "aws:apigateway/account:Account",
    "Api": "aws:apigatewayv2/api:Api",
    "Authorizer": "aws:apigatewayv2/authorizer:Authorizer",
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
        self._by_type: defaultdict[str, list[RegisteredResource]] = defaultdict(list)
        self._by_id: dict[tuple[str, Any], RegisteredResource] = {}
        self._policies: defaultdict[Any, list[RegisteredResource]] = defaultdict(list)
        for one in resources:
            self._by_type[one.type].append(one)
            self._by_id.setdefault((one.type, one.outputs.get("id")), one)
            if one.type == TYPES["RolePolicy"]:
                self._policies[one.inputs.get("role")].append(one)

    def of_type(self, kind: str) -> list[RegisteredResource]:
        """Resources of one of ``TYPES``, such as ``Route``."""
        return self._by_type[TYPES[kind]]

    def of_aws(self) -> list[RegisteredResource]:
        """Resources of AWS: those that are no components."""
        return [r for r in self._resources if r.custom and r.type.startswith("aws:")]

    def by_id(self, kind: str, resource_id: str) -> RegisteredResource | None:
        """The resource of that type and id, if the program registered one."""
        return self._by_id.get((TYPES[kind], resource_id))

    def api_of(self, resource: RegisteredResource) -> RegisteredResource | None:
        """The API that a route, integration, authorizer or stage belongs to."""
        return self.by_id("Api", resource.inputs.get("apiId", ""))

    def role_allows(self, role_arn: str, action: str, resource: str) -> bool:
        """Whether an inline policy of the role allows the action on the resource's ARN."""
        roles = {r.outputs["name"] for r in self.of_type("Role") if r.outputs["arn"] == role_arn}
        return any(
            allows(statement, action, resource)
            for role in roles
            for policy in self._policies[role]
            for statement in allow_statements(policy.inputs["policy"])
        )


def allow_statements(policy: Any) -> Iterator[dict[str, Any]]:
    """Allow statements of a policy document, given as JSON or as an object.

    What is no document has none: ``provider`` refuses it.
    """
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return
    for statement in as_list(document.get("Statement", []) if isinstance(document, dict) else []):
        if statement.get("Effect") == "Allow":
            yield {"Action": [], "Resource": [], **statement}


def allows(statement: dict[str, Any], action: str, resource: str) -> bool:
    """Whether an allow statement covers the action, in any case, and the resource's ARN."""
    actions = [str(pattern).lower() for pattern in as_list(statement["Action"])]
    return covers(actions, action.lower()) and covers(statement["Resource"], resource)


def covers(patterns: Any, value: str) -> bool:
    """Whether one of IAM's patterns matches the value. Its wildcards are ``*`` and ``?``."""
    # Brackets are a wildcard of fnmatch only.
    return any(fnmatchcase(value, str(one).replace("[", "[[]")) for one in as_list(patterns))


def as_list(value: Any) -> list[Any]:
    """IAM allows a single value where a list may stand."""
    return value if isinstance(value, list) else [value]
