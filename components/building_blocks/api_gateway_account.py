"""The account's CloudWatch role for API Gateway: logs of a WebSocket API need it.

There is one for each account and Region, so one stack owns it. That stack's destruction resets the
setting: since its version 6 the provider always does (hashicorp/terraform-provider-aws#42226).
"""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam
from components.building_blocks.account import partition

MANAGED_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
SETTING_ID = "api-gateway-account"
"""The provider's id of the setting, the same in every account and Region."""


def api_gateway_logging(name: str, *, parent: pulumi.Resource) -> aws.apigateway.Account:
    """Register a role and make it the account's role for API Gateway's logs."""
    opts = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-api-logging-role",
        assume_role_policy=json.dumps(iam.assumed_by_api_gateway()),
        opts=opts,
    )
    policy = aws.iam.RolePolicyAttachment(
        f"{name}-api-logging-policy",
        role=role.name,
        policy_arn=pulumi.Output.concat(
            "arn:", partition(parent), ":iam::aws:policy/", MANAGED_POLICY
        ),
        opts=opts,
    )
    _look_up(name, role, parent=parent)
    return aws.apigateway.Account(
        f"{name}-api-gateway-account",
        cloudwatch_role_arn=role.arn,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )


def api_gateway_logging_elsewhere(name: str, *, parent: pulumi.Resource) -> None:
    """Leave the account's role to another stack, and warn when there is none."""
    _look_up(name, None, parent=parent)


def ownership_warning(in_use: str | None, own: str | None, *, manages: bool) -> str | None:
    """What is wrong with the account's role before this update.

    ``own`` is the ARN of this stack's role; ``None`` when it does not exist (yet).
    """
    if not manages and not in_use:
        return (
            "API Gateway has no CloudWatch role in this account and Region, and without one AWS "
            "refuses the stage of a WebSocket API: set manage_api_gateway_account (a stage's "
            "setting: manageApiGatewayAccount) to true in exactly one stack of the account and "
            "Region, and deploy that one first"
        )
    if manages and in_use and in_use != own:
        return (
            f"API Gateway writes logs as {in_use} in this account and Region, which is not this "
            "stack's role. One role serves every WebSocket and REST API there: if the stack that "
            "owns it goes, all of them lose their logs. If another stack owns it, set "
            "manage_api_gateway_account to false here (a stage's setting: "
            "manageApiGatewayAccount). If none does, as when a destroyed stage of 0.1.0 left it, "
            "and this stack was deployed before, run pulumi refresh and then pulumi up: without "
            "the refresh, nothing changes"
        )
    return None


def _look_up(name: str, own: aws.iam.Role | None, *, parent: pulumi.Resource) -> None:
    in_use = aws.apigateway.Account.get(
        f"{name}-api-gateway-account-in-use", SETTING_ID, opts=pulumi.ResourceOptions(parent=parent)
    ).cloudwatch_role_arn

    async def warned() -> bool:
        # In a preview both are unknown when there is none: a future is None then.
        own_arn = await own.arn.future() if own else None
        text = ownership_warning(await in_use.future(), own_arn, manages=own is not None)
        if text:
            pulumi.log.warn(text, resource=parent)
        return text is not None

    pulumi.Output.from_input(warned())  # type: ignore[arg-type]  # it takes awaitables
