"""Events that would not arrive in their queue, and queues that no function could drain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from local.program import RegisteredResource
from local.refusals.registered import Registered, allow_statements, allows, as_list, covers

# What Lambda requires of the function's role before it creates an event source mapping.
NEEDED = {
    "sqs": ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
    "dynamodb": (
        "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ),
}  # fmt: skip
ARN_OPERATORS = ("ArnEquals", "ArnLike", "StringLike")
"""Operators that compare with patterns. IAM treats ArnEquals as ArnLike."""


def undeliverable_events(registered: Registered) -> Iterator[str]:
    """Targets whose queue does not allow the rule to send: EventBridge drops the events."""
    for target in registered.of_type("EventTarget"):
        rule = next(
            (
                rule
                for rule in registered.of_type("EventRule")
                if rule.outputs["name"] == target.inputs["rule"]
            ),
            None,
        )
        letters = (target.inputs.get("deadLetterConfig") or {}).get("arn")
        for arn in filter(None, (target.inputs["arn"], letters)):
            queue = _queue(registered, arn)
            if queue and rule and not _may_send(registered, queue, rule):
                yield (
                    f"{target.name}: EventBridge may not send to {queue.name}; add an "
                    "aws.sqs.QueuePolicy that allows sqs:SendMessage from the rule's ARN"
                )


def replaced_policies(registered: Registered) -> Iterator[str]:
    """Queues with several policies: SQS keeps the one that was set last."""
    owners: dict[str, list[str]] = {}
    for policy in registered.of_type("QueuePolicy"):
        owners.setdefault(str(policy.inputs["queueUrl"]), []).append(policy.name)
    for url, names in owners.items():
        if len(names) > 1:
            yield f"{' and '.join(names)} are policies of one queue, {url}; merge them into one"


def broken_event_sources(registered: Registered) -> Iterator[str]:
    """Mappings that CreateEventSourceMapping refuses, each with the reason."""
    for source in registered.of_type("EventSourceMapping"):
        function = next(
            (
                function
                for function in registered.of_type("Function")
                if source.inputs["functionName"]
                in (function.outputs["arn"], function.outputs["name"])
            ),
            None,
        )
        if function is None:
            continue
        arn = str(source.inputs.get("eventSourceArn", ""))
        needed = next((NEEDED[name] for name in NEEDED if arn.startswith(f"arn:aws:{name}:")), ())
        role = function.inputs["role"]
        missing = [one for one in needed if not registered.role_allows(role, one, arn)]
        if missing:
            yield (
                f"{source.name}: the role of {function.name} lacks {missing[0]} on the "
                "event source; Lambda refuses the mapping"
            )
        queue = _queue(registered, arn)
        seconds, visibility_timeout = function.inputs.get("timeout", 3), 30
        if queue:
            visibility_timeout = queue.inputs.get("visibilityTimeoutSeconds", visibility_timeout)
        if queue and visibility_timeout < seconds:
            yield (
                f"{source.name}: {queue.name} hides a message for {visibility_timeout} s, less "
                f"than the {seconds} s of {function.name}; Lambda refuses the mapping"
            )


def _queue(registered: Registered, arn: str) -> RegisteredResource | None:
    return next((q for q in registered.of_type("Queue") if q.outputs["arn"] == arn), None)


def _may_send(registered: Registered, queue: RegisteredResource, rule: RegisteredResource) -> bool:
    for policy in registered.of_type("QueuePolicy"):
        if policy.inputs["queueUrl"] != queue.outputs.get("url"):
            continue
        for statement in allow_statements(policy.inputs["policy"]):
            if (
                statement.get("Principal") == {"Service": "events.amazonaws.com"}
                and allows(statement, "sqs:SendMessage", queue.outputs["arn"])
                and _meets(statement.get("Condition", {}), rule.outputs["arn"])
            ):
                return True
    return False


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
