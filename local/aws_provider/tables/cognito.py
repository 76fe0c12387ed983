"""Cognito: the user pool of a stage that names no issuer."""

from __future__ import annotations

from local.aws_provider.checks import Between, Length, Matches, OneOf
from local.aws_provider.combinations import Excludes
from local.aws_provider.paths import words
from local.aws_provider.rules import V5, V6, ResourceRules

VERIFIED = ("phone_number", "email")
FLOWS = (
    "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH",
)  # fmt: skip
UNITS = ("seconds", "minutes", "hours", "days")
UPDATE_FIRST = "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates"

RULES = (
    ResourceRules(
        "aws:cognito/userPool:UserPool",
        "cognitoidp/user_pool.go",
        V5,
        # The name replaced the pool up to version 5; version 6 updates it (the provider's #42639).
        replacing=words("aliasAttributes usernameAttributes usernameConfiguration.caseSensitive"),
        keeps_data=True,
        checks=(
            Length("name", 1, 128),
            Between("passwordPolicy.minimumLength", 6, 99),
            Between("passwordPolicy.temporaryPasswordValidityDays", 0, 365),
            OneOf("autoVerifiedAttributes[]", VERIFIED),
            OneOf("usernameAttributes[]", VERIFIED),
            OneOf(f"{UPDATE_FIRST}[]", VERIFIED),
            OneOf("deletionProtection", ("ACTIVE", "INACTIVE")),
            Excludes("aliasAttributes", ("usernameAttributes",)),
        ),
        unordered=words(
            "aliasAttributes autoVerifiedAttributes schemas usernameAttributes " + UPDATE_FIRST
        ),
        defaults={"deletionProtection": "INACTIVE", "mfaConfiguration": "OFF"},
    ),
    ResourceRules(
        "aws:cognito/userPoolClient:UserPoolClient",
        "cognitoidp/user_pool_client.go",
        V6,
        replacing=words("generateSecret userPoolId"),
        checks=(
            Length("name", 1, 128),
            Matches("name", r"[\w\s+=,.@-]+", "letters, digits, spaces and _ + = , . @ -"),
            OneOf("explicitAuthFlows[]", FLOWS),
            OneOf("preventUserExistenceErrors", ("LEGACY", "ENABLED")),
            OneOf("tokenValidityUnits.accessToken", UNITS),
            OneOf("tokenValidityUnits.idToken", UNITS),
            OneOf("tokenValidityUnits.refreshToken", UNITS),
        ),
        unordered=words(
            "allowedOauthFlows allowedOauthScopes callbackUrls explicitAuthFlows logoutUrls "
            "readAttributes writeAttributes"
        ),
        defaults={
            "tokenValidityUnits.accessToken": "hours",
            "tokenValidityUnits.idToken": "hours",
            "tokenValidityUnits.refreshToken": "days",
        },
    ),
)
