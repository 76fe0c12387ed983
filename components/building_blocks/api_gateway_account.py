"""The account's CloudWatch role for API Gateway: logs of a WebSocket API need it."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam
from components.building_blocks.account import partition

MANAGED_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


def api_gateway_logging(name: str, *, parent: pulumi.Resource) -> aws.apigateway.Account:
    """Register a role and make it the account's role for API Gateway's logs.

    An account has one such setting per Region. Role, policy and setting are therefore kept when
    the stage is destroyed: without them every other API in the account and Region would lose its
    logs.
    """
    opts = pulumi.ResourceOptions(parent=parent, retain_on_delete=True)
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
    return aws.apigateway.Account(
        f"{name}-api-gateway-account",
        cloudwatch_role_arn=role.arn,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[policy])),
    )
