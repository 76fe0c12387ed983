"""Cognito user pools and their clients."""

from __future__ import annotations

from typing import Any

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:cognito/userPool:UserPool")
def user_pool(clients: Clients, inputs: Inputs) -> Created:
    arguments = inputs.present("usernameAttributes", "autoVerifiedAttributes", "deletionProtection")
    if names := inputs.nested("usernameConfiguration"):
        arguments["UsernameConfiguration"] = names.present("caseSensitive")
    if creators := inputs.nested("adminCreateUserConfig"):
        arguments["AdminCreateUserConfig"] = creators.present("allowAdminCreateUserOnly")
    if updates := inputs.nested("userAttributeUpdateSettings"):
        attributes = updates.take("attributesRequireVerificationBeforeUpdates")
        arguments["UserAttributeUpdateSettings"] = {
            "AttributesRequireVerificationBeforeUpdate": attributes
        }
    if policy := inputs.nested("passwordPolicy"):
        arguments["Policies"] = {
            "PasswordPolicy": policy.present(
                "minimumLength", "requireLowercase", "requireNumbers", "requireSymbols",
                "requireUppercase", "temporaryPasswordValidityDays",
            )
        }  # fmt: skip
    made: dict[str, Any] = clients.client("cognito-idp").create_user_pool(
        PoolName=inputs.physical_name(), **arguments
    )["UserPool"]
    endpoint = f"cognito-idp.{clients.region}.amazonaws.com/{made['Id']}"
    return Created(made["Id"], {"arn": made["Arn"], "name": made["Name"], "endpoint": endpoint})


@creates("aws:cognito/userPoolClient:UserPoolClient")
def user_pool_client(clients: Clients, inputs: Inputs) -> Created:
    arguments = inputs.present(
        "userPoolId", "generateSecret", "explicitAuthFlows", "preventUserExistenceErrors",
        "accessTokenValidity",
    )  # fmt: skip
    if units := inputs.nested("tokenValidityUnits"):
        arguments["TokenValidityUnits"] = units.present("accessToken")
    made = clients.client("cognito-idp").create_user_pool_client(
        ClientName=inputs.physical_name(), **arguments
    )["UserPoolClient"]
    return Created(made["ClientId"], {"name": made["ClientName"], "clientSecret": ""})
