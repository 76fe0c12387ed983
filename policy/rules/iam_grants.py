"""What policy documents allow: named actions on named resources, to somebody named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .documents import Statement, allow_statements, as_list
from .registered import Registered, inline_documents
from .rule import Resource, Rule, Severity

# Actions without a resource type (service authorization reference): on an ARN they grant nothing.
ONLY_WIDE = ("cloudwatch:getmetricdata", "cloudwatch:listmetrics", "cloudwatch:putmetricdata",
             "dynamodb:liststreams", "dynamodb:listtables", "ec2:describenetworkinterfaces",
             "ec2:describesecuritygroups", "ec2:describesubnets", "ec2:describevpcs",
             "ecr:getauthorizationtoken", "s3:listallmybuckets", "sqs:listqueues",
             "sts:getcalleridentity", "xray:puttelemetryrecords",
             "xray:puttracesegments")  # fmt: skip
# Further actions that AWS's documents give Resource "*", or an ARN of a whole account.
MAY_BE_WIDE = (*ONLY_WIDE, "ec2:assignprivateipaddresses", "ec2:createnetworkinterface",
               "ec2:deletenetworkinterface", "ec2:unassignprivateipaddresses",
               "logs:createlogdelivery", "logs:deletelogdelivery", "logs:describeloggroups",
               "logs:describeresourcepolicies", "logs:getlogdelivery", "logs:listlogdeliveries",
               "logs:putresourcepolicy", "logs:updatelogdelivery", "xray:getsamplingrules",
               "xray:getsamplingstatisticsummaries", "xray:getsamplingtargets")  # fmt: skip
# An ARN of every resource of its kind, or of every kind.
EVERY_ONE = re.compile(
    r"[*?]+|arn(?::[^:]*){0,4}:\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:"
    r"(?:(?:table|function|layer|log-group|role|user|group|policy|event-bus|rule|stateMachine"
    r"|execution|userpool|secret|parameter|key|alias|stream)[/:])?[*?/:]*\*[*?/:]*"
    r"(?:(?:index|stream)/\*)?"
)
# Keys of a condition that say who may.
WHO = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
       "aws:sourceowner", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
       "aws:principalaccount", "aws:principalarn", "aws:principalorgid",
       "aws:principalorgpaths")  # fmt: skip
# Operators that a request can meet which does not have the key, or has any other value.
LOOSE = re.compile(r"not|null|ifexists|forallvalues", re.IGNORECASE)
# Values that everybody meets, such as an ARN of any account.
ANYBODY = re.compile(
    r"[*?]+|arn(?::[^:]*){0,3}:\*|arn:[^:]*:[^:]*:[^:]*:[*?]+:.*|arn:[^:]*:[^:]*:[^:]*::[*?/]+"
    r"|0\.0\.0\.0/0|::/0"
)
# Documents of these types say what somebody may; those of the others, who may use a resource.
OF_IDENTITIES = ("RolePolicy", "UserPolicy", "GroupPolicy", "Policy")
OF_RESOURCES = ("Queue", "QueuePolicy", "EventBusPolicy")


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
        narrower = [a for a in actions if str(a).lower() not in MAY_BE_WIDE]
        for named in as_list(statement["Resource"]):
            if narrower and EVERY_ONE.fullmatch(str(named)):
                yield f"Resource {named!r} for {narrower[0]}"


def _all_but_some(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in _grants(resource):
        for field in ("NotAction", "NotResource", "NotPrincipal"):
            if field in statement:
                yield f"it allows all but some by {field}"


def _grants_nothing(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in _grants(resource):
        actions = as_list(statement["Action"])
        without_resource = [a for a in actions if str(a).lower() in ONLY_WIDE]
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
    kinds = principal.values() if isinstance(principal, Mapping) else [principal]
    return any("*" in as_list(named) for named in kinds)


def _says_who(condition: Any) -> bool:
    operators = condition if isinstance(condition, Mapping) else {}
    return any(
        str(key).lower() in WHO and not any(ANYBODY.fullmatch(str(one)) for one in as_list(values))
        for operator, keys in operators.items()
        if not LOOSE.search(operator)
        for key, values in keys.items()
    )


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
        kinds=(*OF_IDENTITIES, "Role"),
        check=_grants_nothing,
        source="Service authorization reference",
    ),
)
