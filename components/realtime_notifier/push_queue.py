"""The notifier's second entrance: an event on the stage's bus becomes a push.

Rule -> queue -> function, with a dead-letter queue for what cannot be pushed and an alarm on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks import sqs
from components.building_blocks.lambda_function import PythonFunction

DETAIL_TYPE = "realtime.push"
CONSUMER_TIMEOUT_SECONDS = 120
BATCH_SIZE = 10


class PushQueue:
    """Queue, rule and event source of one notifier."""

    bus_arn: pulumi.Output[str]
    queue: aws.sqs.Queue
    dead_letters: aws.sqs.Queue

    def __init__(self, name: str, settings: Mapping[str, Any], *, parent: pulumi.Resource) -> None:
        self._name = name
        self._parent = parent
        self._opts = pulumi.ResourceOptions(parent=parent)
        self.dead_letters = sqs.dead_letter_queue(f"{name}-push-dead-letters", parent=parent)
        self.queue = sqs.work_queue(
            f"{name}-push-queue",
            self.dead_letters,
            consumer_timeout_seconds=CONSUMER_TIMEOUT_SECONDS,
            parent=parent,
        )
        self._route_events(self._bus(settings.get("event_bus_arn")))
        sqs.alarm_on_messages(
            f"{name}-push-dead-letters-alarm",
            self.dead_letters,
            description="Events for users that could not be pushed; see docs/runbook.md.",
            topic_arns=settings["alarm_topic_arns"],
            parent=parent,
        )

    def _bus(self, given_arn: pulumi.Input[str] | None) -> pulumi.Output[str]:
        """The bus's name, or its ARN where the caller's own is used: EventBridge takes either."""
        if given_arn is not None:
            self.bus_arn = pulumi.Output.from_input(given_arn)
            return self.bus_arn
        bus = aws.cloudwatch.EventBus(f"{self._name}-events-bus", opts=self._opts)
        self.bus_arn = bus.arn
        return bus.name

    def _route_events(self, bus: pulumi.Output[str]) -> None:
        rule = aws.cloudwatch.EventRule(
            f"{self._name}-push-rule",
            description=f"Events of detail-type {DETAIL_TYPE} to the push queue",
            event_bus_name=bus,
            event_pattern=json.dumps({"detail-type": [DETAIL_TYPE]}),
            opts=self._opts,
        )
        policies = [
            sqs.allow_rule_to_send(
                f"{self._name}-push-{part}-policy", queue, rule, parent=self._parent
            )
            for part, queue in (("queue", self.queue), ("dead-letters", self.dead_letters))
        ]
        aws.cloudwatch.EventTarget(
            f"{self._name}-push-target",
            rule=rule.name,
            event_bus_name=bus,
            arn=self.queue.arn,
            dead_letter_config={"arn": self.dead_letters.arn},
            # Without the policy the first events would be refused.
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=policies),
        )

    def feed(self, function: PythonFunction) -> None:
        """Have the function take the queue's messages; it answers partial batches."""
        aws.lambda_.EventSourceMapping(
            f"{self._name}-push-source",
            event_source_arn=self.queue.arn,
            function_name=function.arn,
            batch_size=BATCH_SIZE,
            function_response_types=["ReportBatchItemFailures"],
            opts=self._opts,
        )
