"""IAM: roles and their policies."""

from __future__ import annotations

from local.aws_provider.checks import Between, Length, Matches
from local.aws_provider.combinations import Excludes
from local.aws_provider.formats import Arn, Json
from local.aws_provider.paths import words
from local.aws_provider.rules import ALL, V5_14, V6, ResourceRules

NAME = r"[\w+=,.@-]*"
NAME_WORDS = "letters, digits, and _ + = , . @ -"

RULES = (
    ResourceRules(
        "aws:iam/role:Role",
        "iam/role.go",
        V6,
        replacing=words("name namePrefix path"),
        checks=(
            Length("name", 1, 64),
            Matches("name", NAME, NAME_WORDS),
            Length("namePrefix", 1, 38),
            Excludes("name", ("namePrefix",)),
            Length("description", 0, 1000),
            Length("path", 0, 512),
            Json("assumeRolePolicy", only_objects=True),
            Arn("managedPolicyArns[]"),
            Arn("permissionsBoundary"),
            Between("maxSessionDuration", 3600, 43_200),
        ),
        unordered=words("managedPolicyArns"),
        policies=words("assumeRolePolicy"),
        defaults={"maxSessionDuration": 3600, "path": "/"},
        autoname_most=64,
        regional=False,
    ),
    ResourceRules(
        "aws:iam/rolePolicy:RolePolicy",
        "iam/role_policy.go",
        V5_14,
        replacing=words("name namePrefix role"),
        checks=(
            Length("name", 1, 128),
            Matches("name", NAME, NAME_WORDS),
            Excludes("name", ("namePrefix",)),
            Json("policy", only_objects=True),
            Length("role", 1, 128),
            Matches("role", r"(?!arn:).*", "the role's name, not its ARN"),
        ),
        policies=words("policy"),
        regional=False,
    ),
    ResourceRules(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "iam/role_policy_attachment.go",
        V5_14,
        replacing=ALL,
        autonamed="",
        regional=False,
    ),
)
