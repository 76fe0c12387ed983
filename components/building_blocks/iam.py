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
    Principal: NotRequired[Mapping[str, str]]
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


def assumed_by(service: str) -> Document:
    """The trust policy of a role that an AWS service assumes, such as ``lambda.amazonaws.com``."""
    return document(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    )


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
    """What Lambda's event source mapping needs of one table's stream."""
    actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    return allow([f"dynamodb:{action}" for action in actions], [stream_arn])


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


def send_from_rule(queue_arn: object, rule_arn: object) -> Statement:
    """For the queue's policy: EventBridge may send for this rule, and for no other."""
    return {
        **send_messages(queue_arn),
        "Principal": {"Service": "events.amazonaws.com"},
        "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
    }


def deliver_logs() -> Statement:
    """What CloudWatch Logs' delivery API needs of a state machine's role.

    CloudWatch Logs has no resource-level permissions for these actions (AWS's service
    authorization reference), so AWS requires ``"*"`` here and nowhere else.
    """
    actions = ("CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery",
               "ListLogDeliveries", "PutResourcePolicy", "DescribeResourcePolicies",
               "DescribeLogGroups")  # fmt: skip
    return {"Effect": "Allow", "Action": [f"logs:{action}" for action in actions], "Resource": "*"}
