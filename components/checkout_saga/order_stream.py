"""What hangs on the orders table's stream: each order's saga is started, each end is announced.

The stream is a transactional outbox. The write that stores or ends an order also triggers what
follows, so there is no second write that could get lost. A dead-letter queue with an alarm gets two
kinds of messages: a record that is wrong in itself, at once and from the function, and one whose
retries are used up, from Lambda.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.building_blocks import alarm_rules, iam, sqs
from components.building_blocks.alarm_rules import AlarmRule
from components.building_blocks.alarms import watch
from components.building_blocks.common_args import Texts
from components.building_blocks.function_family import FunctionFamily, FunctionRow, Supplies
from components.checkout_saga.functions import ANNOUNCE_OUTCOME, START_SAGA
from contract.orders import PENDING, TERMINAL_STATUSES
from contract.tables import STATUS

BATCH_SIZE = 10
MAX_RECORD_AGE_SECONDS, RETRIES = 23 * 3600, 10_000
"""Lambda retries a record until it is 23 hours old, while what its consumer needs is not there. The
stream keeps a record for 24 hours."""


@dataclass(frozen=True)
class Consumer:
    """A function behind the stream."""

    name: str
    """The consumer's part of child names."""
    row: FunctionRow
    pattern: str
    """Event filter: which records invoke the function."""
    alarm: AlarmRule
    """When the dead-letter queue rings."""
    batching_window_seconds: int | None = None


@dataclass(frozen=True)
class ConsumedOrders:
    """A registered consumer."""

    name: str
    dead_letters_url: pulumi.Output[str]
    dead_letters_name: pulumi.Output[str]
    function_name: pulumi.Output[str]


def waiting_orders() -> str:
    """The event filter for an order that is PENDING after the write."""
    return json.dumps({"dynamodb": {"NewImage": {STATUS: {"S": [PENDING]}}}})


def ended_orders() -> str:
    """The event filter for an order that was PENDING before the write and has ended after it."""
    return json.dumps(
        {
            "eventName": ["MODIFY"],
            "dynamodb": {
                "OldImage": {STATUS: {"S": [PENDING]}},
                "NewImage": {STATUS: {"S": list(TERMINAL_STATUSES)}},
            },
        }
    )


STARTS = Consumer(
    "starts",
    START_SAGA,
    waiting_orders(),
    alarm_rules.LOST_STARTS,
    # POST /checkout starts the saga at once. The stream is for when that failed, and may wait.
    batching_window_seconds=5,
)
ANNOUNCEMENTS = Consumer(
    "announcements",
    ANNOUNCE_OUTCOME,
    ended_orders(),
    alarm_rules.LOST_ANNOUNCEMENTS,
)


def consume_orders(
    component: str,
    consumer: Consumer,
    orders: aws.dynamodb.Table,
    family: FunctionFamily,
    supplies: Supplies,
    alarm_topic_arns: Texts,
    *,
    parent: pulumi.Resource,
) -> ConsumedOrders:
    """Register the consumer."""
    dlq_name = f"{component}-lost-{consumer.name}"
    queue = sqs.dead_letter_queue(dlq_name, parent=parent)
    sqs.queue_policy(dlq_name, queue, parent=parent)
    grants = {
        "read_orders": iam.read_stream(orders.stream_arn),
        "list_streams": iam.list_streams(),
        "send_dead_letters": iam.send_messages(queue.arn),
    }
    supplies = replace(
        supplies,
        variables={**supplies.variables, "DEAD_LETTER_QUEUE_URL": queue.url},
        grants={**supplies.grants, **grants},
    )
    function = family.create(consumer.row, supplies)
    aws.lambda_.EventSourceMapping(
        f"{component}-{consumer.name}",
        event_source_arn=orders.stream_arn,
        function_name=function.arn,
        starting_position="TRIM_HORIZON",
        batch_size=BATCH_SIZE,
        maximum_batching_window_in_seconds=consumer.batching_window_seconds,
        filter_criteria={"filters": [{"pattern": consumer.pattern}]},
        function_response_types=["ReportBatchItemFailures"],
        bisect_batch_on_function_error=True,
        maximum_retry_attempts=RETRIES,
        maximum_record_age_in_seconds=MAX_RECORD_AGE_SECONDS,
        destination_config={"on_failure": {"destination_arn": queue.arn}},
        opts=pulumi.ResourceOptions(parent=parent),
    )
    watch(
        component, consumer.alarm, [{"QueueName": queue.name}],
        topic_arns=alarm_topic_arns, parent=parent,
    )  # fmt: skip
    return ConsumedOrders(consumer.name, queue.url, queue.name, function.function_name)
