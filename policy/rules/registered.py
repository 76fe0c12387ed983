"""The registered resources, looked up by type and by what refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .documents import allow_statements, allows
from .rule import Resource
from .unknown import Outputs, UnknownValueError, View

TYPES = {
    "Account": "aws:apigateway/account:Account",
    "Alarm": "aws:cloudwatch/metricAlarm:MetricAlarm",
    "Api": "aws:apigatewayv2/api:Api",
    "Authorizer": "aws:apigatewayv2/authorizer:Authorizer",
    "DomainName": "aws:apigatewayv2/domainName:DomainName",
    "EventBus": "aws:cloudwatch/eventBus:EventBus",
    "EventBusPolicy": "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "EventRule": "aws:cloudwatch/eventRule:EventRule",
    "EventSourceMapping": "aws:lambda/eventSourceMapping:EventSourceMapping",
    "EventTarget": "aws:cloudwatch/eventTarget:EventTarget",
    "Function": "aws:lambda/function:Function",
    "FunctionUrl": "aws:lambda/functionUrl:FunctionUrl",
    "Integration": "aws:apigatewayv2/integration:Integration",
    "LayerPermission": "aws:lambda/layerVersionPermission:LayerVersionPermission",
    "LogGroup": "aws:cloudwatch/logGroup:LogGroup",
    "Permission": "aws:lambda/permission:Permission",
    "Policy": "aws:iam/policy:Policy",
    "Queue": "aws:sqs/queue:Queue",
    "QueuePolicy": "aws:sqs/queuePolicy:QueuePolicy",
    "Role": "aws:iam/role:Role",
    "RolePolicy": "aws:iam/rolePolicy:RolePolicy",
    "RolePolicyAttachment": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "Route": "aws:apigatewayv2/route:Route",
    "RouteResponse": "aws:apigatewayv2/routeResponse:RouteResponse",
    "ScalingTarget": "aws:appautoscaling/target:Target",
    "Stage": "aws:apigatewayv2/stage:Stage",
    "StateMachine": "aws:sfn/stateMachine:StateMachine",
    "Table": "aws:dynamodb/table:Table",
    "UserPool": "aws:cognito/userPool:UserPool",
    "UserPoolClient": "aws:cognito/userPoolClient:UserPoolClient",
}
"""The types that the rules look at, by their short names."""


@dataclass(frozen=True)
class Viewed:
    """A resource whose unknown values cannot be read."""

    type: str
    name: str
    urn: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    dependencies: Sequence[str]
    custom: bool
    read: bool


class Registered:
    """All resources of one run."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._by_type: defaultdict[str, list[Resource]] = defaultdict(list)
        self._by_id: dict[tuple[str, Any], Resource] = {}
        self._without_id: set[str] = set()
        """Types of which a resource has an id that is unknown yet."""
        self._policies: defaultdict[str, list[Resource]] | None = None
        for one in map(_viewed, resources):
            self._by_type[one.type].append(one)
            try:
                self._by_id.setdefault((one.type, one.outputs["id"]), one)
            except UnknownValueError:
                self._without_id.add(one.type)

    def of_type(self, kind: str) -> list[Resource]:
        """Resources of one of ``TYPES``, such as ``Route``."""
        return self._by_type[TYPES[kind]]

    def by_id(self, kind: str, resource_id: str) -> Resource | None:
        """The resource of that type and id, if the program registered one.

        Raises ``UnknownValueError`` where a resource whose id is unknown may be the one.
        """
        found = self._by_id.get((TYPES[kind], resource_id))
        if found is None and TYPES[kind] in self._without_id:
            raise UnknownValueError("id")
        return found

    def api_of(self, resource: Resource) -> Resource | None:
        """The API that a route, integration, authorizer or stage belongs to."""
        return self.by_id("Api", resource.inputs.get("apiId", ""))

    def queue_at(self, arn: str) -> Resource | None:
        """The queue with that ARN, if the program registered one."""
        return next((q for q in self.of_type("Queue") if q.outputs["arn"] == arn), None)

    def policies_of(self, role: str) -> list[Resource]:
        """The inline policies of the role of that name. Unknown where one has an unknown role."""
        if self._policies is None:
            policies: defaultdict[str, list[Resource]] = defaultdict(list)
            for policy in self.of_type("RolePolicy"):
                policies[str(policy.inputs.get("role"))].append(policy)
            self._policies = policies
        return self._policies[role]

    def role_allows(self, role_arn: str, action: str, resource: str) -> bool:
        """Whether an inline policy of the role allows the action on the resource's ARN."""
        roles = {r.outputs["name"] for r in self.of_type("Role") if r.outputs["arn"] == role_arn}
        return any(
            allows(statement, action, resource)
            for role in roles
            for policy in self.policies_of(role)
            for statement in allow_statements(policy.inputs.get("policy"))
        )


def _viewed(one: Resource) -> Viewed:
    return Viewed(
        one.type, one.name, one.urn, View(one.inputs), Outputs(one.outputs),
        one.dependencies, one.custom, one.read,
    )  # fmt: skip
