"""Sell seats: a saga reserves the seat and issues the ticket, and the buyer's page hears how it
ended."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_realtime as realtime

config = pulumi.Config()

notifier = realtime.RealtimeNotifier(
    "notifier",
    allowed_origins=[config.require("allowedOrigin")],
    oidc_issuer=config.require("oidcIssuer"),
    oidc_audience=config.require("oidcAudience"),
)

# The records of the steps: saga_step keeps them.
steps_table = aws.dynamodb.Table(
    "steps",
    billing_mode="PAY_PER_REQUEST",
    hash_key="orderId",
    range_key="step",
    attributes=[{"name": "orderId", "type": "S"}, {"name": "step", "type": "S"}],
    ttl={"attribute_name": "expiresAt", "enabled": True},
    point_in_time_recovery={"enabled": True},
)
# Your own data: who holds which seat, and which tickets are valid.
sales_table = aws.dynamodb.Table(
    "sales",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    point_in_time_recovery={"enabled": True},
)

role = aws.iam.Role(
    "tickets",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
            },
        }
    ),
)
log_group = aws.cloudwatch.LogGroup("tickets", retention_in_days=14)
policy = aws.iam.RolePolicy(
    "tickets",
    role=role.name,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
                    "Resource": steps_table.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
                    "Resource": sales_table.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.concat(log_group.arn, ":*"),
                },
            ],
        }
    ),
)
# One function does all steps. Its time-out is shorter than the steps' own, which is 15 seconds.
tickets = aws.lambda_.Function(
    "tickets",
    runtime="python3.13",
    architectures=["arm64"],
    handler="tickets.handler",
    code=pulumi.FileArchive("functions"),
    layers=[notifier.layer_arn],
    role=role.arn,
    timeout=10,
    logging_config={"log_format": "JSON", "log_group": log_group.name},
    environment={"variables": {"STEPS_TABLE": steps_table.name, "SALES_TABLE": sales_table.name}},
    opts=pulumi.ResourceOptions(depends_on=[policy]),
)

saga = realtime.Saga(
    "sale",
    steps=[
        {
            "name": "reserve_seat",
            "function_arn": tickets.arn,
            "compensation_name": "release_seat",
            "compensation_arn": tickets.arn,
            "business_errors": {"SeatTaken": "DECLINED"},
            "retry_on": ["StepBusy"],
        },
        {
            "name": "issue_ticket",
            "function_arn": tickets.arn,
            "compensation_name": "void_ticket",
            "compensation_arn": tickets.arn,
            "retry_on": ["StepBusy"],
        },
    ],
    push_function_arn=notifier.push_function_arn,
    layer_arn=notifier.layer_arn,
    event_source="tickets",
)

pulumi.export("websocket_url", notifier.websocket_url)
pulumi.export("state_machine_arn", saga.state_machine_arn)
pulumi.export("outcomes_table", saga.outcomes_table)
pulumi.export("attention_queue_url", saga.attention_queue_url)
