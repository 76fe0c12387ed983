"""What hangs on the orders table's stream: each order's saga is started, each end is announced.

A transactional outbox: the write that stores or ends an order is also what sets the rest going.
There is no second write that could get lost, or tell of what never was. A record that fails for
good lands in a queue with an alarm.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam, sqs
from components.building_blocks.function_family import FunctionFamily

BATCH_SIZE = 10
# The stream keeps a record for 24 hours: all but the last of them are for trying.
MAX_RECORD_AGE_SECONDS, RETRIES = 23 * 3600, 10_000
# Storing an order starts its saga at once; the stream is there for when that went wrong, and may
# take its time.
START_WINDOW_SECONDS = 5
PENDING = "PENDING"
TERMINAL = ("FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION")


def waiting_orders() -> str:
    """The event filter: an order that is PENDING after the write."""
    return json.dumps({"dynamodb": {"NewImage": {"status": {"S": [PENDING]}}}})


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


class OrderStream:
    """Hands changes of orders to functions."""

    def __init__(
        self,
        name: str,
        orders: aws.dynamodb.Table,
        topic_arns: pulumi.Input[Sequence[pulumi.Input[str]]],
        functions: FunctionFamily,
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._orders = name, orders
        self._topic_arns, self._functions = topic_arns, functions
        self._parent = parent

    def start_sagas(self, state_machine_arn: pulumi.Input[str]) -> pulumi.Output[str]:
        """Have ``start_saga`` start the saga of every order that waits.

        Answers the address of the queue of those that it could not start.
        """
        return self._consume(
            "starts",
            "start_saga",
            {"STATE_MACHINE_ARN": state_machine_arn},
            iam.start_executions(state_machine_arn),
            pattern=waiting_orders(),
            lost="Orders whose saga was not started; see docs/runbook.md.",
            maximum_batching_window_in_seconds=START_WINDOW_SECONDS,
        )

    def announce_ends(self, event_bus_arn: pulumi.Input[str]) -> pulumi.Output[str]:
        """Have ``announce_outcome`` tell other services of every end.

        Answers the address of the queue of those that it could not announce.
        """
        return self._consume(
            "announcements",
            "announce_outcome",
            {"EVENT_BUS_ARN": event_bus_arn},
            iam.put_events(event_bus_arn),
            pattern=ended_orders(),
            lost="Orders' ends that other services were not told of; see docs/runbook.md.",
        )

    def _consume(
        self,
        what: str,
        module: str,
        environment: Mapping[str, Any],
        statement: iam.Statement,
        *,
        pattern: str,
        lost: str,
        **source: Any,
    ) -> pulumi.Output[str]:
        opts = pulumi.ResourceOptions(parent=self._parent)
        queue = sqs.dead_letter_queue(f"{self._name}-lost-{what}", parent=self._parent)
        function = self._functions.new(
            module,
            environment,
            statement,
            iam.read_stream(self._orders.stream_arn),
            iam.send_messages(queue.arn),
        )
        aws.lambda_.EventSourceMapping(
            f"{self._name}-{what}",
            event_source_arn=self._orders.stream_arn,
            function_name=function.arn,
            starting_position="TRIM_HORIZON",
            batch_size=BATCH_SIZE,
            filter_criteria={"filters": [{"pattern": pattern}]},
            function_response_types=["ReportBatchItemFailures"],
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=RETRIES,
            maximum_record_age_in_seconds=MAX_RECORD_AGE_SECONDS,
            destination_config={"on_failure": {"destination_arn": queue.arn}},
            **source,
            opts=opts,
        )
        sqs.alarm_on_messages(
            f"{self._name}-lost-{what}-alarm",
            queue,
            description=lost,
            topic_arns=self._topic_arns,
            parent=self._parent,
        )
        return queue.url
