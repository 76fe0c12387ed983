"""Roles: what AWS takes of one, and which managed policies it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .documents import as_list
from .registered import Registered
from .rule import Resource, Rule, Severity

MAX_POLICY_CHARACTERS = 10_240
FULL_ACCESS = re.compile(r"arn:[^:]*:iam::aws:policy/(?:.*/)?(?:AdministratorAccess[\w-]*"
                         r"|PowerUserAccess|[\w-]*FullAccess[\w-]*)")  # fmt: skip
ATTACHMENTS = ("RolePolicyAttachment", "UserPolicyAttachment", "GroupPolicyAttachment",
               "PolicyAttachment")  # fmt: skip


def _oversized(policy: Resource, registered: Registered) -> Iterator[str]:
    role = str(policy.inputs.get("role"))
    all_of_role = registered.policies_of(role)
    size = sum(len(_without_spaces(one.inputs.get("policy"))) for one in all_of_role)
    if policy.urn == all_of_role[0].urn and size > MAX_POLICY_CHARACTERS:
        yield (
            f"the policies of role {role} have {size} characters together, IAM takes "
            f"{MAX_POLICY_CHARACTERS}"
        )


def _without_spaces(policy: Any) -> str:
    """The document as IAM counts it; a text that is no JSON as it is: the provider refuses it."""
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return str(policy)
    return json.dumps(document, separators=(",", ":"), default=dict)


def _full_access(resource: Resource, _: Registered) -> Iterator[str]:
    attached = [
        resource.inputs.get("policyArn"),
        *as_list(resource.inputs.get("managedPolicyArns") or []),
    ]
    for arn in attached:
        if arn and FULL_ACCESS.fullmatch(str(arn)):
            yield f"the managed policy {str(arn).rpartition('/')[2]} allows whole services"


RULES = (
    Rule(
        id="role-policies-fit",
        severity=Severity.MANDATORY,
        holds="The inline policies of a role have 10,240 characters at most, together and "
        "without white space.",
        remedy="merge statements, or split the role",
        kinds=("RolePolicy",),
        check=_oversized,
        source="IAM user guide, IAM and STS quotas",
        alone=False,
    ),
    Rule(
        id="no-full-access-policy",
        severity=Severity.MANDATORY,
        holds="No managed policy of full access is attached.",
        remedy="write a policy with the actions that are needed",
        kinds=(*ATTACHMENTS, "Role"),
        check=_full_access,
        source="IAM user guide, Security best practices: least-privilege permissions",
    ),
)
