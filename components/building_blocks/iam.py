"""Least-privilege IAM documents as plain data: actions and ARNs in, a document out.

Nothing here knows Pulumi. An ARN may be any value that the caller can serialise, so a test uses the
same functions with texts that a component uses with Outputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict


class Statement(TypedDict):
    """One statement, in IAM's spelling."""

    Effect: str
    Action: Sequence[str] | str
    Resource: NotRequired[Sequence[object] | str]
    Principal: NotRequired[Mapping[str, str] | str]
    Condition: NotRequired[Mapping[str, Mapping[str, object]]]


class Document(TypedDict):
    """A policy document."""

    Version: str
    Statement: list[Statement]


def document(*statements: Statement) -> Document:
    """A policy document of the given statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(actions: Sequence[str], resources: Sequence[object]) -> Statement:
    """One Allow statement. ``resources`` are exact ARNs: ``"*"`` alone raises ``ValueError``."""
    if "*" in [resource for resource in resources if isinstance(resource, str)]:
        raise ValueError(f"{', '.join(actions)}: Resource '*' is too wide; name the ARNs")
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def assumed_by_api_gateway() -> Document:
    """The trust policy of the role that API Gateway writes its logs with.

    The API Gateway developer guide ("Set up CloudWatch logging") gives it without a condition, and
    a condition on a key that a service does not send locks the service out.
    """
    return document(_assume("apigateway.amazonaws.com"))


def assumed_by_functions(account_id: object) -> Document:
    """The trust policy of a role that functions of this account assume, and no others.

    The Lambda developer guide ("Working with AWS managed policies in the execution role") names
    the condition.
    """
    return document(
        {
            **_assume("lambda.amazonaws.com"),
            "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
        }
    )


def assumed_by_state_machines(account_id: object, state_machine_arns: object) -> Document:
    """The trust policy of a role that state machines of this account assume, and no others.

    Both conditions are those of the Step Functions developer guide, "Prevent cross-service
    confused deputy issue". ``state_machine_arns`` is a pattern.
    """
    return document(
        {
            **_assume("states.amazonaws.com"),
            "Condition": {
                "StringEquals": {"aws:SourceAccount": account_id},
                "ArnLike": {"aws:SourceArn": state_machine_arns},
            },
        }
    )


def _assume(service: str) -> Statement:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}


def write_logs(log_group_arn: object) -> Statement:
    """Write to the streams of one log group. ``log_group_arn`` ends in ``:*``."""
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log_group_arn])


def table_access(table_arn: object, *actions: str) -> Statement:
    """The named DynamoDB actions, given without their prefix, on one table."""
    return allow([f"dynamodb:{action}" for action in actions], [table_arn])


def invoke_functions(function_arns: Sequence[object]) -> Statement:
    """Invoke exactly these functions."""
    return allow(["lambda:InvokeFunction"], function_arns)


def send_messages(queue_arn: object) -> Statement:
    """Put messages into one queue."""
    return allow(["sqs:SendMessage"], [queue_arn])


def put_events(event_bus_arn: object) -> Statement:
    """Put events on one bus."""
    return allow(["events:PutEvents"], [event_bus_arn])


def read_stream(stream_arn: object) -> Statement:
    """Read one table's stream: what Lambda's event source mapping does with it."""
    actions = ("DescribeStream", "GetRecords", "GetShardIterator")
    return allow([f"dynamodb:{action}" for action in actions], [stream_arn])


def list_streams() -> Statement:
    """List the account's streams, which Lambda asks for before it maps one ("Using AWS Lambda
    with Amazon DynamoDB").

    The action has no resource-level permissions (AWS's service authorization reference): on a
    stream's ARN it grants nothing. It reads names, and no record.
    """
    return {"Effect": "Allow", "Action": ["dynamodb:ListStreams"], "Resource": "*"}


def start_executions(state_machine_arn: object) -> Statement:
    """Start executions of one state machine."""
    return allow(["states:StartExecution"], [state_machine_arn])


def manage_connections(connection_arns: Sequence[object]) -> Statement:
    """Post to connections, close them, or ask whether they are open.

    Each ARN is ``<execution arn>/<API stage>/<POST, DELETE or GET>/@connections/*``.
    """
    return allow(["execute-api:ManageConnections"], connection_arns)


def consume(queue_arn: object) -> Statement:
    """What Lambda's event source mapping needs to take messages from a queue."""
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    return allow(actions, [queue_arn])


def delay_messages(queue_arn: object) -> Statement:
    """Choose when messages that were received from a queue come again."""
    return allow(["sqs:ChangeMessageVisibility"], [queue_arn])


def send_from_rule(queue_arn: object, rule_arn: object, account_id: object) -> Statement:
    """For the queue's policy: EventBridge may send for this rule, and for no other.

    The EventBridge user guide, "Cross-service confused deputy prevention", names both keys.
    """
    return {
        **send_messages(queue_arn),
        "Principal": {"Service": "events.amazonaws.com"},
        "Condition": {
            "ArnEquals": {"aws:SourceArn": rule_arn},
            "StringEquals": {"aws:SourceAccount": account_id},
        },
    }


def refuse_plain_http(queue_arn: object) -> Statement:
    """For the queue's policy: whoever comes without TLS is refused, whatever else is allowed."""
    return {
        "Effect": "Deny",
        "Action": ["sqs:*"],
        "Resource": [queue_arn],
        "Principal": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def send_traces() -> Statement:
    """What a function's role needs for X-Ray (Lambda developer guide, "Visualize Lambda function
    invocations using AWS X-Ray").

    X-Ray has no resource-level permissions for these actions (AWS's service authorization
    reference), so AWS requires ``"*"``.
    """
    actions = ("PutTraceSegments", "PutTelemetryRecords")
    return {"Effect": "Allow", "Action": [f"xray:{action}" for action in actions], "Resource": "*"}


def sample_traces() -> Statement:
    """What a state machine's role needs besides, since Step Functions asks X-Ray which executions
    to trace (Step Functions developer guide, "X-Ray"). These have no resource-level permissions
    either."""
    actions = ("GetSamplingRules", "GetSamplingTargets")
    return {"Effect": "Allow", "Action": [f"xray:{action}" for action in actions], "Resource": "*"}


def deliver_logs() -> Statement:
    """What CloudWatch Logs' delivery API needs of a state machine's role.

    CloudWatch Logs has no resource-level permissions for these actions (AWS's service
    authorization reference), so AWS requires ``"*"``.
    """
    actions = ("CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery",
               "ListLogDeliveries", "PutResourcePolicy", "DescribeResourcePolicies",
               "DescribeLogGroups")  # fmt: skip
    return {"Effect": "Allow", "Action": [f"logs:{action}" for action in actions], "Resource": "*"}
