"""Cognito: the user pool of a stage that names no issuer."""

from __future__ import annotations

from local.aws_provider.rules import V5, V5_14, ResourceRules

RULES = (
    ResourceRules(
        "aws:cognito/userPool:UserPool",
        "cognitoidp/user_pool.go",
        V5,
        # The name replaced the pool up to version 5; version 6 updates it (the provider's #42639).
        replacing=frozenset(
            {"aliasAttributes", "usernameAttributes", "usernameConfiguration.caseSensitive"}
        ),
        keeps_data=True,
    ),
    ResourceRules(
        "aws:cognito/userPoolClient:UserPoolClient",
        "cognitoidp/user_pool_client.go",
        V5_14,
        replacing=frozenset({"generateSecret", "userPoolId"}),
    ),
)
