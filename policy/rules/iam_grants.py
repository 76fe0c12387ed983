"""What policy documents allow: named actions on named resources, to somebody named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .documents import Statement, allow_statements, as_list
from .registered import Registered, inline_documents
from .rule import Resource, Rule, Severity

# Actions that AWS's documents give Resource "*", or an ARN of a whole account.
MAY_BE_WIDE = ("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
             "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
             "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
             "xray:PutTraceSegments", "xray:PutTelemetryRecords",
             "xray:GetSamplingRules", "xray:GetSamplingTargets")  # fmt: skip
# Actions without a resource type (service authorization reference): on an ARN they grant nothing.
ONLY_WIDE = ("cloudwatch:PutMetricData", "dynamodb:ListStreams", "dynamodb:ListTables",
             "sqs:ListQueues")  # fmt: skip
# An ARN of every resource of its kind.
EVERY_ONE = re.compile(
    r"arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:table|function|layer|log-group|role|user|policy|event-bus"
    r"|rule|stateMachine|execution|userpool|secret|parameter|key|stream)[/:])?\*+"
)
# Keys of a condition that say who may.
WHO = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceowner",
       "aws:sourcevpc", "aws:sourcevpce", "aws:principalaccount", "aws:principalarn",
       "aws:principalorgid", "aws:principalorgpaths")  # fmt: skip
# Documents of these types say what a role may; those of the others, who may use a resource.
OF_ROLES = ("RolePolicy", "Policy")
OF_RESOURCES = ("QueuePolicy", "EventBusPolicy")


def _grants(resource: Resource) -> list[Statement]:
    """What the resource's documents allow."""
    written = [resource.inputs.get("policy"), resource.inputs.get("assumeRolePolicy")]
    written += inline_documents(resource)
    return [statement for policy in written for statement in allow_statements(policy)]


def _wide_actions(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in _grants(resource):
        for action in as_list(statement["Action"]):
            if "*" in str(action) or "?" in str(action):
                yield f"it allows {action!r}, and so actions that nobody has looked at"


def _wide_resources(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in _grants(resource):
        actions = as_list(statement["Action"])
        narrower = [a for a in actions if a not in (*MAY_BE_WIDE, *ONLY_WIDE)]
        for named in as_list(statement["Resource"]):
            if narrower and (named == "*" or EVERY_ONE.fullmatch(str(named))):
                yield f"Resource {named!r} for {narrower[0]}"


def _all_but_some(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in _grants(resource):
        for field in ("NotAction", "NotResource", "NotPrincipal"):
            if field in statement:
                yield f"it allows all but some by {field}"


def _grants_nothing(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in _grants(resource):
        without_resource = [a for a in as_list(statement["Action"]) if a in ONLY_WIDE]
        if without_resource and "*" not in as_list(statement["Resource"]):
            yield (
                f"{without_resource[0]} has no resource-level permissions, so on an ARN it "
                "grants nothing"
            )


def _open_to_all(resource: Resource, _: Registered) -> Iterator[str]:
    if resource.inputs.get("principal") == "*" and not resource.inputs.get("condition"):
        yield "every AWS account may use it"
    for statement in _grants(resource):
        if _everybody(statement.get("Principal")) and not _says_who(statement.get("Condition")):
            yield f"everybody may do {', '.join(map(str, as_list(statement['Action'])))}"


def _everybody(principal: Any) -> bool:
    named = principal.get("AWS", []) if isinstance(principal, Mapping) else principal
    return "*" in as_list(named)


def _says_who(condition: Any) -> bool:
    operators = condition.values() if isinstance(condition, Mapping) else ()
    return any(str(key).lower() in WHO for keys in operators for key in keys)


RULES = (
    Rule(
        id="no-wildcard-action",
        severity=Severity.MANDATORY,
        holds="A policy allows named actions.",
        remedy="name each action that is needed",
        kinds=(*OF_ROLES, "Role", *OF_RESOURCES),
        check=_wide_actions,
        source="IAM user guide, Security best practices: least-privilege permissions",
    ),
    Rule(
        id="no-wildcard-resource",
        severity=Severity.MANDATORY,
        holds="A policy allows actions on named resources. Actions that AWS gives no resource, or "
        "whose documents ask for every resource, are excepted.",
        remedy="name the resource's ARN",
        kinds=(*OF_ROLES, "Role"),
        check=_wide_resources,
        source="IAM user guide, Security best practices; service authorization reference",
    ),
    Rule(
        id="no-grant-of-all-but",
        severity=Severity.MANDATORY,
        holds="A policy allows nothing by NotAction, NotResource or NotPrincipal.",
        remedy="say what is allowed",
        kinds=(*OF_ROLES, "Role", *OF_RESOURCES),
        check=_all_but_some,
        source="IAM user guide, JSON policy elements: NotAction",
    ),
    Rule(
        id="no-public-principal",
        severity=Severity.MANDATORY,
        holds="A resource or a role is open to named principals, or to everybody under a "
        "condition that says who.",
        remedy="name the principal, or add a condition such as aws:SourceArn",
        kinds=("Role", *OF_RESOURCES),
        check=_open_to_all,
        source="IAM user guide, JSON policy elements: Principal",
    ),
    Rule(
        id="grant-has-effect",
        severity=Severity.MANDATORY,
        holds="An action without a resource type is allowed on every resource.",
        remedy="give it Resource '*' in a statement of its own",
        kinds=(*OF_ROLES, "Role"),
        check=_grants_nothing,
        source="Service authorization reference",
    ),
)
