"""Announces each order's end on an event bus, for other services: a transactional outbox.

The write that ends an order is also what announces it: the orders table's stream hands the change
to a function that puts the event on the bus. There is no second write that could get lost or that
could tell of an end which never was. A record that fails for good lands in a queue with an alarm.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pulumi
import pulumi_aws as aws

from components import _policies, _queues
from components._python_function import PythonFunction

RETRIES = 10
BATCH_SIZE = 10
PENDING = "PENDING"
TERMINAL = ("FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION")

MakeFunction = Callable[..., PythonFunction]


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


def announce_ends(
    name: str,
    orders: aws.dynamodb.Table,
    event_bus_arn: pulumi.Input[str],
    topic_arns: pulumi.Input[Sequence[pulumi.Input[str]]],
    make_function: MakeFunction,
    *,
    parent: pulumi.Resource,
) -> None:
    """Hand every ended order of the table's stream to ``announce_outcome``."""
    lost = _queues.dead_letter_queue(f"{name}-lost-announcements", parent=parent)
    function = make_function(
        "announce_outcome",
        {"EVENT_BUS_ARN": event_bus_arn},
        _policies.put_events(event_bus_arn),
        _policies.read_stream(orders.stream_arn),
        _policies.send_messages(lost.arn),
    )
    aws.lambda_.EventSourceMapping(
        f"{name}-announcements",
        event_source_arn=orders.stream_arn,
        function_name=function.arn,
        starting_position="TRIM_HORIZON",
        batch_size=BATCH_SIZE,
        filter_criteria={"filters": [{"pattern": ended_orders()}]},
        function_response_types=["ReportBatchItemFailures"],
        bisect_batch_on_function_error=True,
        maximum_retry_attempts=RETRIES,
        destination_config={"on_failure": {"destination_arn": lost.arn}},
        opts=pulumi.ResourceOptions(parent=parent),
    )
    _queues.alarm_on_messages(
        f"{name}-lost-announcements-alarm",
        lost,
        description="Orders' ends that other services were not told of; see docs/runbook.md.",
        topic_arns=topic_arns,
        parent=parent,
    )
