"""IAM: roles and their policies."""

from __future__ import annotations

from local.aws_provider.rules import ALL, V5_14, ResourceRules

RULES = (
    ResourceRules(
        "aws:iam/role:Role",
        "iam/role.go",
        V5_14,
        replacing=frozenset({"name", "namePrefix", "path"}),
        regional=False,
    ),
    ResourceRules(
        "aws:iam/rolePolicy:RolePolicy",
        "iam/role_policy.go",
        V5_14,
        replacing=frozenset({"name", "namePrefix", "role"}),
        regional=False,
    ),
    ResourceRules(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "iam/role_policy_attachment.go",
        V5_14,
        replacing=ALL,
        regional=False,
    ),
)
