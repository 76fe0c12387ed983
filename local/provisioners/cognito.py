"""Cognito user pools and their clients."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates


@creates("aws:cognito/userPool:UserPool")
def user_pool(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    policy = inputs.take("passwordPolicy")
    made = clients.client("cognito-idp").create_user_pool(
        PoolName=inputs.physical_name(),
        UsernameAttributes=inputs.take("usernameAttributes"),
        UsernameConfiguration={
            "CaseSensitive": inputs.take("usernameConfiguration")["caseSensitive"]
        },
        AutoVerifiedAttributes=inputs.take("autoVerifiedAttributes"),
        DeletionProtection=inputs.take("deletionProtection", "INACTIVE"),
        Policies={
            "PasswordPolicy": {
                "MinimumLength": policy["minimumLength"],
                "RequireLowercase": policy["requireLowercase"],
                "RequireNumbers": policy["requireNumbers"],
                "RequireSymbols": policy["requireSymbols"],
                "RequireUppercase": policy["requireUppercase"],
                "TemporaryPasswordValidityDays": policy["temporaryPasswordValidityDays"],
            }
        },
    )["UserPool"]
    endpoint = f"cognito-idp.{clients.region}.amazonaws.com/{made['Id']}"
    return made["Id"], {"arn": made["Arn"], "name": made["Name"], "endpoint": endpoint}


@creates("aws:cognito/userPoolClient:UserPoolClient")
def user_pool_client(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    units = inputs.take("tokenValidityUnits", {})
    made = clients.client("cognito-idp").create_user_pool_client(
        UserPoolId=inputs.take("userPoolId"),
        ClientName=inputs.physical_name(),
        GenerateSecret=inputs.take("generateSecret", False),
        ExplicitAuthFlows=inputs.take("explicitAuthFlows"),
        PreventUserExistenceErrors=inputs.take("preventUserExistenceErrors"),
        AccessTokenValidity=inputs.take("accessTokenValidity"),
        TokenValidityUnits={"AccessToken": units.get("accessToken", "hours")},
    )["UserPoolClient"]
    return made["ClientId"], {"name": made["ClientName"], "clientSecret": ""}
