"""Events that would not arrive in their queue, and queues whose policies replace one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .documents import allow_statements, allows, as_list, covers, principals
from .registered import Registered
from .rule import Resource, Rule, Severity

EVENT_BRIDGE = "events.amazonaws.com"
ARN_OPERATORS = ("ArnEquals", "ArnLike", "StringLike")
"""Operators that compare with patterns. IAM treats ArnEquals as ArnLike."""


def _may_not_send(target: Resource, registered: Registered) -> Iterator[str]:
    letters = (target.inputs.get("deadLetterConfig") or {}).get("arn")
    # With a role, EventBridge sends to the target as that role. Dead letters it sends itself.
    own = None if target.inputs.get("roleArn") else target.inputs.get("arn")
    arns = [arn for arn in (own, letters) if arn]
    rules = registered.of_type("EventRule")
    rule = next((one for one in rules if one.outputs["name"] == target.inputs.get("rule")), None)
    for arn in arns:
        queue = registered.queue_at(arn)
        if queue and rule and not _may_send(registered, queue, rule):
            yield f"EventBridge may not send to {queue.name}"


def _may_send(registered: Registered, queue: Resource, rule: Resource) -> bool:
    return any(
        (EVENT_BRIDGE in principals(statement, "Service") or "*" in principals(statement, "AWS"))
        and allows(statement, "sqs:SendMessage", queue.outputs["arn"])
        and _meets(statement.get("Condition") or {}, rule.outputs["arn"])
        for policy in registered.policies_of_queue(queue)
        for statement in allow_statements(policy)
    )


def _meets(condition: Mapping[str, Mapping[str, Any]], source_arn: str) -> bool:
    """Whether a request of the source meets the condition.

    Other keys and other operators count as met.
    """
    return all(
        covers(expected, source_arn)
        if operator in ARN_OPERATORS
        else operator != "StringEquals" or source_arn in as_list(expected)
        for operator, keys in condition.items()
        for key, expected in keys.items()
        if key.lower() == "aws:sourcearn"
    )


def _events_lost(target: Resource, _: Registered) -> Iterator[str]:
    if not (target.inputs.get("deadLetterConfig") or {}).get("arn"):
        yield "an event that cannot be delivered within a day is lost"


def _replaces_own(policy: Resource, registered: Registered) -> Iterator[str]:
    url = policy.inputs.get("queueUrl")
    for queue in registered.of_type("Queue"):
        if queue.inputs.get("policy") and queue.outputs["url"] == url:
            yield f"{queue.name} has a policy of its own, too: SQS keeps the one set last"


def _replaced(policy: Resource, registered: Registered) -> Iterator[str]:
    url = policy.inputs.get("queueUrl")
    same = [one for one in registered.of_type("QueuePolicy") if one.inputs.get("queueUrl") == url]
    if len(same) > 1 and same[0].urn == policy.urn:
        others = " and ".join(one.name for one in same[1:])
        yield f"it and {others} are policies of one queue, {url}: SQS keeps the one set last"
    yield from _replaces_own(policy, registered)


RULES = (
    Rule(
        id="event-target-may-send",
        severity=Severity.MANDATORY,
        holds="A queue lets the rule send whose target or dead-letter queue it is. Otherwise "
        "EventBridge drops the events.",
        remedy="add an aws.sqs.QueuePolicy that allows sqs:SendMessage from the rule's ARN",
        kinds=("EventTarget",),
        check=_may_not_send,
        source="EventBridge user guide, Resource-based policies: SQS permissions",
        alone=False,
    ),
    Rule(
        id="event-target-keeps-failed",
        severity=Severity.ADVISORY,
        holds="A rule's target has a dead-letter queue.",
        remedy="set dead_letter_config",
        kinds=("EventTarget",),
        check=_events_lost,
        source="EventBridge user guide, Dead-letter queues",
    ),
    Rule(
        id="one-policy-per-queue",
        severity=Severity.MANDATORY,
        holds="A queue has one policy. Of several, SQS keeps the one that was set last.",
        remedy="merge them into one",
        kinds=("QueuePolicy",),
        check=_replaced,
        source="SQS API reference, SetQueueAttributes",
        alone=False,
    ),
)
