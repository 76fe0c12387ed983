"""The notifier's second entrance: an event on the stage's bus becomes a push.

Rule -> queue -> function. What cannot be pushed goes to a dead-letter queue with an alarm.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.building_blocks import alarm_rules, sqs
from components.building_blocks.alarms import watch
from components.building_blocks.common_args import Texts
from components.building_blocks.lambda_function import PythonFunction
from contract.messages import PUSH_DETAIL_TYPE

CONSUMER_TIMEOUT_SECONDS = 120
BATCH_SIZE = 10
MAX_RECEIVES = 20
"""With the pauses of ``functions/realtime/push/redelivery.py``, 2 s to 120 s, a message is tried
for 28 minutes before SQS moves it to the dead letters. A function that dies pauses it for the whole
visibility time-out instead, 12 minutes: at the worst, a message is tried for 4 hours."""


@dataclass(frozen=True)
class PushQueue:
    """The bus that feeds the queue, the queue, and where failed messages go."""

    bus_arn: pulumi.Output[str]
    queue: aws.sqs.Queue
    dead_letters: aws.sqs.Queue


def push_queue(
    name: str,
    event_bus_arn: pulumi.Input[str] | None,
    alarm_topic_arns: Texts,
    *,
    parent: pulumi.Resource,
) -> PushQueue:
    """Register the queue with its rule and its alarms, and a bus when none is given."""
    dead_letters = sqs.dead_letter_queue(f"{name}-push-dead-letters", parent=parent)
    queue = sqs.work_queue(
        f"{name}-push-queue",
        dead_letters,
        consumer_timeout_seconds=CONSUMER_TIMEOUT_SECONDS,
        max_receives=MAX_RECEIVES,
        parent=parent,
    )
    # EventBridge takes a bus by its name or by its ARN.
    if event_bus_arn is None:
        bus = aws.cloudwatch.EventBus(
            f"{name}-events-bus", opts=pulumi.ResourceOptions(parent=parent)
        )
        bus_name, bus_arn = bus.name, bus.arn
    else:
        bus_name = bus_arn = pulumi.Output.from_input(event_bus_arn)
    pushes = PushQueue(bus_arn, queue, dead_letters)
    _route_events(name, bus_name, pushes, parent=parent)
    for rule, watched in (
        (alarm_rules.PUSH_DEAD_LETTERS, dead_letters),
        (alarm_rules.PUSH_QUEUE_AGE, queue),
    ):
        watch(name, rule, [{"QueueName": watched.name}], topic_arns=alarm_topic_arns, parent=parent)
    return pushes


def _route_events(
    name: str, bus_name: pulumi.Output[str], pushes: PushQueue, *, parent: pulumi.Resource
) -> None:
    rule = aws.cloudwatch.EventRule(
        f"{name}-push-rule",
        description=f"Events of detail-type {PUSH_DETAIL_TYPE} to the push queue",
        event_bus_name=bus_name,
        event_pattern=json.dumps({"detail-type": [PUSH_DETAIL_TYPE]}),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    policies = [
        sqs.queue_policy(f"{name}-push-{part}", queue, rules=[rule], parent=parent)
        for part, queue in (("queue", pushes.queue), ("dead-letters", pushes.dead_letters))
    ]
    aws.cloudwatch.EventTarget(
        f"{name}-push-target",
        rule=rule.name,
        event_bus_name=bus_name,
        arn=pushes.queue.arn,
        dead_letter_config={"arn": pushes.dead_letters.arn},
        # Without the policy the first events would be refused.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=policies),
    )


def consume_pushes(
    name: str,
    queue: aws.sqs.Queue,
    function: PythonFunction,
    *,
    most_at_once: int,
    parent: pulumi.Resource,
) -> None:
    """Have the function take the queue's messages. It answers which of a batch failed.

    ``most_at_once`` limits its concurrent runs; 0 sets no limit.
    """
    aws.lambda_.EventSourceMapping(
        f"{name}-push-source",
        event_source_arn=queue.arn,
        function_name=function.arn,
        batch_size=BATCH_SIZE,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config={"maximum_concurrency": most_at_once} if most_at_once else None,
        opts=pulumi.ResourceOptions(parent=parent),
    )
