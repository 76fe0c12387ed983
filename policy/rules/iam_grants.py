"""What policy documents allow: named actions on named resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .documents import Statement, allow_statements, as_list
from .registered import Registered, inline_documents
from .rule import Resource, Rule, Severity

# Actions without a resource type (service authorization reference): on an ARN they grant nothing.
ONLY_WIDE = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "cloudwatch:PutMetricData",
             "dynamodb:ListStreams", "dynamodb:ListTables", "ec2:DescribeNetworkInterfaces",
             "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
             "ecr:GetAuthorizationToken", "s3:ListAllMyBuckets", "sqs:ListQueues",
             "sts:GetCallerIdentity", "xray:PutTelemetryRecords",
             "xray:PutTraceSegments")  # fmt: skip
# Further actions that AWS's documents give Resource "*", or an ARN of a whole account.
MAY_BE_WIDE = ("ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface",
               "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses",
               "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
               "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
               "logs:PutResourcePolicy", "logs:UpdateLogDelivery", "xray:GetSamplingRules",
               "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets")  # fmt: skip
# An ARN of every resource of its kind, or of every kind.
EVERY_ONE = re.compile(
    r"[*?]+|arn(?::[^:]*){0,4}:\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:"
    r"(?:(?:table|function|layer|log-group|role|user|group|policy|event-bus|rule|stateMachine"
    r"|execution|userpool|secret|parameter|key|alias|stream)[/:])?[*?/:]*\*[*?/:]*"
    r"(?:(?:index|stream)/\*)?"
)
# Documents of these types say what somebody may; those of the others, who may use a resource.
OF_IDENTITIES = ("RolePolicy", "UserPolicy", "GroupPolicy", "Policy")
OF_RESOURCES = ("Queue", "QueuePolicy", "EventBusPolicy")


def grants(resource: Resource) -> list[Statement]:
    """What the resource's documents allow."""
    written = [resource.inputs.get("policy"), resource.inputs.get("assumeRolePolicy")]
    written += inline_documents(resource)
    return [statement for policy in written for statement in allow_statements(policy)]


def _wide_actions(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in grants(resource):
        for action in as_list(statement["Action"]):
            if "*" in str(action) or "?" in str(action):
                yield f"it allows {action!r}, and so actions that nobody has looked at"


def _wide_resources(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in grants(resource):
        actions = as_list(statement["Action"])
        narrower = [a for a in actions if not _is_of(a, (*MAY_BE_WIDE, *ONLY_WIDE))]
        for named in as_list(statement["Resource"]):
            if narrower and EVERY_ONE.fullmatch(str(named)):
                yield f"it allows {narrower[0]} on {named!r}, so on every such resource"


def _all_but_some(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in grants(resource):
        for field in ("NotAction", "NotResource", "NotPrincipal"):
            if field in statement:
                yield f"it allows all but some by {field}"


def _grants_nothing(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in grants(resource):
        actions = as_list(statement["Action"])
        without_resource = [a for a in actions if _is_of(a, ONLY_WIDE)]
        if without_resource and "*" not in as_list(statement["Resource"]):
            yield (
                f"{without_resource[0]} has no resource-level permissions, so on an ARN it "
                "grants nothing"
            )


def _is_of(action: Any, actions: Sequence[str]) -> bool:
    """Whether the action is one of those, in any case as in IAM."""
    return str(action).lower() in {one.lower() for one in actions}


RULES = (
    Rule(
        id="no-wildcard-action",
        severity=Severity.MANDATORY,
        holds="A policy allows named actions.",
        remedy="name each action that is needed",
        kinds=(*OF_IDENTITIES, "Role", *OF_RESOURCES),
        check=_wide_actions,
        source="IAM user guide, Security best practices: least-privilege permissions",
    ),
    Rule(
        id="no-wildcard-resource",
        severity=Severity.MANDATORY,
        holds="A policy allows actions on named resources. Actions that AWS gives no resource, or "
        "whose documents ask for every resource, are excepted.",
        remedy="name the resource's ARN",
        kinds=(*OF_IDENTITIES, "Role"),
        check=_wide_resources,
        source="IAM user guide, Security best practices; service authorization reference",
    ),
    Rule(
        id="no-grant-of-all-but",
        severity=Severity.MANDATORY,
        holds="A policy allows nothing by NotAction, NotResource or NotPrincipal.",
        remedy="say what is allowed",
        kinds=(*OF_IDENTITIES, "Role", *OF_RESOURCES),
        check=_all_but_some,
        source="IAM user guide, JSON policy elements: NotAction",
    ),
    Rule(
        id="grant-has-effect",
        severity=Severity.MANDATORY,
        holds="An action without a resource type is allowed on every resource.",
        remedy="give it Resource '*' in a statement of its own",
        kinds=(*OF_IDENTITIES, "Role"),
        check=_grants_nothing,
        source="Service authorization reference",
    ),
)
