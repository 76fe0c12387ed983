"""What policy documents allow: named actions on named resources."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
        narrower = [a for a in actions if str(a).lower() not in MAY_BE_WIDE]
        for named in as_list(statement["Resource"]):
            if narrower and EVERY_ONE.fullmatch(str(named)):
                yield f"Resource {named!r} for {narrower[0]}"


def _all_but_some(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in grants(resource):
        for field in ("NotAction", "NotResource", "NotPrincipal"):
            if field in statement:
                yield f"it allows all but some by {field}"


def _grants_nothing(resource: Resource, _: Registered) -> Iterator[str]:
    for statement in grants(resource):
        actions = as_list(statement["Action"])
        without_resource = [a for a in actions if str(a).lower() in ONLY_WIDE]
        if without_resource and "*" not in as_list(statement["Resource"]):
            yield (
                f"{without_resource[0]} has no resource-level permissions, so on an ARN it "
                "grants nothing"
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
        id="grant-has-effect",
        severity=Severity.MANDATORY,
        holds="An action without a resource type is allowed on every resource.",
        remedy="give it Resource '*' in a statement of its own",
        kinds=(*OF_IDENTITIES, "Role"),
        check=_grants_nothing,
        source="Service authorization reference",
    ),
)
