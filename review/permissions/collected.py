"""Every permission of a program, from whatever resources make it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from local.aws_provider import RecordedProgram, RecordedResource, name_of
from review.permissions import arns
from review.permissions.arn_words import named
from review.permissions.permission import Effect, Permission
from review.permissions.permission_resources import OF_WHAT, permission_of
from review.permissions.principals import ROLE, Roles, Who
from review.permissions.routes import routes
from review.permissions.statements import as_list, permissions_of
from review.text.kinds import words_of
from review.text.markdown import code

INLINE = "aws:iam/rolePolicy:RolePolicy"
MANAGED = "aws:iam/policy:Policy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
BY_OTHERS = {
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("event bus", "eventBusName"),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("table", "resourceArn"),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket", "bucket"),
    "aws:sns/topicPolicy:TopicPolicy": ("topic", "arn"),
    "aws:sqs/queuePolicy:QueuePolicy": ("queue", "queueUrl"),
}
"""Type -> the kind of resource that its ``policy`` opens to others, and the property with it."""
WITH_A_POLICY = ("aws:sqs/queue:Queue", "aws:sns/topic:Topic", "aws:kms/key:Key")
"""Types that may have such a policy themselves."""
OWN_LOGS = "its own log group"
WIDE_MANAGED = ("AdministratorAccess", "FullAccess", "PowerUserAccess")


def collected(record: RecordedProgram) -> frozenset[Permission]:
    """All permissions of the program."""
    roles, own_logs = Roles(record), _own_logs(record)
    of_resources = (
        one
        for urn, resource in sorted(record.resources.items())
        for one in _permissions(record, roles, urn, resource)
    )
    return frozenset(
        replace(one, what=OWN_LOGS) if (one.who, one.what) in own_logs else one
        for one in (*of_resources, *routes(record))
    )


def _own_logs(record: RecordedProgram) -> frozenset[tuple[str, str]]:
    """Each function with the log group that it writes into: so the same words stand for all."""
    return frozenset(
        (words_of(urn, one.type), f"log group {named(str(group))}")
        for urn, one in record.resources.items()
        for config in [one.inputs.get("loggingConfig")]
        if isinstance(config, Mapping)
        for group in [config.get("logGroup")]
    )


def _permissions(
    record: RecordedProgram, roles: Roles, urn: str, resource: RecordedResource
) -> Iterator[Permission]:
    inputs, name = resource.inputs, code(name_of(urn))
    if resource.type == ROLE:
        yield from _of_role(record, roles, urn, resource)
    elif resource.type == INLINE:
        for who in roles.of(resource, "role"):
            yield from permissions_of(inputs.get("policy"), who, "", f"policy {name}")
    elif resource.type == ATTACHMENT:
        for who in roles.of(resource, "role"):
            yield from _managed(record, resource, who, inputs.get("policyArn"), "policyArn")
    elif resource.type in OF_WHAT:
        yield from permission_of(resource)
    elif resource.type in BY_OTHERS:
        kind, key = BY_OTHERS[resource.type]
        attached = _attached(kind, str(inputs.get(key, "default")))
        yield from permissions_of(inputs.get("policy"), None, attached, f"policy of {attached}")
    elif resource.type in WITH_A_POLICY and inputs.get("policy"):
        attached = words_of(urn, resource.type)
        yield from permissions_of(inputs["policy"], None, attached, f"policy of {attached}")


def _attached(kind: str, given: str) -> str:
    words = arns.in_words(given)
    return words if words.startswith(kind) else f"{kind} {named(given)}"


def _of_role(
    record: RecordedProgram, roles: Roles, urn: str, resource: RecordedResource
) -> Iterator[Permission]:
    users = roles.behind(urn)
    for who in users:
        role = who.words if who.words.startswith("role ") else f"role of {who.words}"
        trust = resource.inputs.get("assumeRolePolicy")
        yield from permissions_of(trust, None, role, f"trust policy of {role}")
        for inline in _objects(resource.inputs.get("inlinePolicies")):
            name = code(str(inline.get("name", "")))
            yield from permissions_of(inline.get("policy"), who, "", f"policy {name}")
        for policy in as_list(resource.inputs.get("managedPolicyArns") or []):
            yield from _managed(record, resource, who, policy, "managedPolicyArns")
        boundary = resource.inputs.get("permissionsBoundary")
        if boundary:
            yield Permission(who.words, Effect.BOUNDARY, _policy_name(str(boundary)), str(boundary))


def _managed(
    record: RecordedProgram, resource: RecordedResource, who: Who, arn: object, key: str
) -> Iterator[Permission]:
    """What a policy of its own allows: the program's own one, or one that others keep."""
    sources = resource.sources.get(key, ())
    for urn, one in sorted(record.resources.items()):
        name = name_of(urn)
        if one.type == MANAGED and (f"{{{name}}}" in str(arn) or [urn] == [*sources]):
            yield from permissions_of(one.inputs.get("policy"), who, "", f"policy {code(name)}")
            return
    words = _policy_name(str(arn))
    wide = any(part in str(arn) for part in WIDE_MANAGED)
    yield Permission(who.words, Effect.MANAGED, words, str(arn).lower(), wide=wide)


def _policy_name(arn: str) -> str:
    return named(arn.rpartition("/")[2])


def _objects(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
