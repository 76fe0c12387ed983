"""A Cognito user pool for stages that bring no identity provider of their own."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

import pulumi
import pulumi_aws as aws

from components.building_blocks.args_errors import Place
from components.building_blocks.args_resolution import resolve
from components.building_blocks.child_names import (
    USER_POOL,
    USER_POOL_CLIENT,
    Children,
    check_name,
)
from components.building_blocks.common_args import DirectorySettings
from components.building_blocks.component_tag import tagged
from components.building_blocks.deletion_protection import (
    DeletionProtection,
    Descendants,
    protect,
)
from components.typed_args import UserDirectoryArgs

NAME = "UserDirectory"
CHILDREN: Children = {USER_POOL: ["-pool"], USER_POOL_CLIENT: ["-client"]}


class UserDirectory(pulumi.ComponentResource):
    """User pool and public browser client: sign-in by e-mail and password.

    A user whom an administrator creates chooses a password at the first sign-in.
    """

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
        settings = resolve(DirectorySettings, Place(NAME, name=name), args)
        check_name(NAME, name, CHILDREN)
        children = Descendants()
        opts = children.collected(tagged(NAME, name, opts))
        super().__init__("realtime:index:UserDirectory", name, None, opts)
        pool = _pool(name, settings, parent=self)
        client = _client(name, pool, parent=self)
        DeletionProtection(name, settings.deletion_protection, children, parent=self)
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


def _pool(
    name: str, settings: DirectorySettings, *, parent: pulumi.Resource
) -> aws.cognito.UserPool:
    protected = settings.deletion_protection
    return aws.cognito.UserPool(
        f"{name}-pool",
        username_attributes=["email"],
        username_configuration={"case_sensitive": False},  # cannot be changed afterwards
        auto_verified_attributes=["email"],
        # Cognito's own default lets anybody with the client id, which every page tells, sign up.
        admin_create_user_config={"allow_admin_create_user_only": not settings.open_sign_up},
        # A changed address counts once its owner has verified it; the old one counts until then.
        user_attribute_update_settings={
            "attributes_require_verification_before_updates": ["email"]
        },
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
        opts=pulumi.ResourceOptions(parent=parent, protect=protect(protected)),
    )


def _client(
    name: str, pool: aws.cognito.UserPool, *, parent: pulumi.Resource
) -> aws.cognito.UserPoolClient:
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
        opts=pulumi.ResourceOptions(parent=parent),
    )
