"""A Cognito user pool for stages that bring no identity provider of their own."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.building_blocks import validation

NAME = "UserDirectory"


class UserDirectoryArgs(TypedDict):
    """Arguments of ``UserDirectory``."""

    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete the pool with its users. Off when omitted."""


class UserDirectory(pulumi.ComponentResource):
    """User pool and public browser client: sign-in by e-mail and password."""

    user_pool_id: pulumi.Output[str]
    """Id of the user pool."""
    client_id: pulumi.Output[str]
    """Id of the browser's app client: the audience of its tokens."""
    oidc_issuer: pulumi.Output[str]
    """The ``iss`` of the pool's tokens."""

    def __init__(
        self,
        name: str,
        args: UserDirectoryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        settings = validation.reject_unknown_fields(
            NAME, args, tuple(UserDirectoryArgs.__annotations__)
        )
        protected = validation.flag(NAME, settings, "deletion_protection", default=False)
        super().__init__("realtime:index:UserDirectory", name, None, opts)
        pool = self._pool(name, protected)
        client = self._client(name, pool)
        self.user_pool_id = pool.id
        self.client_id = client.id
        self.oidc_issuer = pulumi.Output.concat("https://", pool.endpoint)
        self.register_outputs(
            {
                "user_pool_id": self.user_pool_id,
                "client_id": self.client_id,
                "oidc_issuer": self.oidc_issuer,
            }
        )

    def _pool(self, name: str, protected: pulumi.Input[bool]) -> aws.cognito.UserPool:
        return aws.cognito.UserPool(
            f"{name}-pool",
            username_attributes=["email"],
            username_configuration={"case_sensitive": False},  # cannot be changed afterwards
            auto_verified_attributes=["email"],
            deletion_protection=pulumi.Output.from_input(protected).apply(
                lambda on: "ACTIVE" if on else "INACTIVE"
            ),
            password_policy={
                "minimum_length": 12,
                "require_lowercase": True,
                "require_numbers": True,
                "require_symbols": False,
                "require_uppercase": True,
                "temporary_password_validity_days": 7,
            },
            opts=pulumi.ResourceOptions(parent=self, protect=protected is True),
        )

    def _client(self, name: str, pool: aws.cognito.UserPool) -> aws.cognito.UserPoolClient:
        return aws.cognito.UserPoolClient(
            f"{name}-client",
            user_pool_id=pool.id,
            generate_secret=False,  # a browser cannot keep one
            explicit_auth_flows=[
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_USER_SRP_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
            ],
            prevent_user_existence_errors="ENABLED",
            access_token_validity=60,
            token_validity_units={"access_token": "minutes"},
            opts=pulumi.ResourceOptions(parent=self),
        )
