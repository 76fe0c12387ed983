"""Announces each order's end on an event bus, for other services: a transactional outbox.

The write that ends an order is also what announces it: the orders table's stream hands the change
to a function that puts the event on the bus. There is no second write that could get lost or that
could tell of an end which never was. A record that fails for good lands in a queue.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components._python_function import PythonFunction

RETRIES = 10
RETENTION_SECONDS = 14 * 24 * 3600
PENDING = "PENDING"
TERMINAL = ("FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION")


def ended_orders() -> str:
    """The event filter: an order that was PENDING before the write and has ended after it."""
    return json.dumps(
        {
            "eventName": ["MODIFY"],
            "dynamodb": {
                "OldImage": {"status": {"S": [PENDING]}},
                "NewImage": {"status": {"S": list(TERMINAL)}},
            },
        }
    )


def lost_announcements(name: str, *, parent: pulumi.Resource) -> aws.sqs.Queue:
    """Where a stream record goes that could not be announced in all its retries."""
    return aws.sqs.Queue(
        f"{name}-lost-announcements",
        message_retention_seconds=RETENTION_SECONDS,
        sqs_managed_sse_enabled=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def announce_from_stream(
    name: str,
    orders: aws.dynamodb.Table,
    function: PythonFunction,
    lost: aws.sqs.Queue,
    *,
    parent: pulumi.Resource,
    depends_on: Sequence[pulumi.Resource] = (),
) -> aws.lambda_.EventSourceMapping:
    """Hand every ended order of the stream to ``function``, bad records apart from good ones."""
    return aws.lambda_.EventSourceMapping(
        f"{name}-announcements",
        event_source_arn=orders.stream_arn,
        function_name=function.arn,
        starting_position="TRIM_HORIZON",
        batch_size=10,
        filter_criteria={"filters": [{"pattern": ended_orders()}]},
        function_response_types=["ReportBatchItemFailures"],
        bisect_batch_on_function_error=True,
        maximum_retry_attempts=RETRIES,
        destination_config={"on_failure": {"destination_arn": lost.arn}},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(depends_on)),
    )
