"""Events that would not arrive in their queue, and queues that no function could drain."""

from __future__ import annotations

from collections.abc import Iterator

from local.program import RegisteredResource
from local.refusals.registered import Registered, allow_statements, as_list

# What Lambda requires of the function's role before it creates an event source mapping.
NEEDED = {
    "sqs": {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"},
    "dynamodb": {
        "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    },
}  # fmt: skip


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
        needed = next(
            (NEEDED[name] for name in NEEDED if arn.startswith(f"arn:aws:{name}:")), set()
        )
        missing = needed - _allowed_actions(registered, function, arn)
        if missing:
            yield (
                f"{source.name}: the role of {function.name} lacks {sorted(missing)[0]} on the "
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
            sources = statement.get("Condition", {}).get("ArnEquals", {}).get("aws:SourceArn")
            if (
                statement.get("Principal") == {"Service": "events.amazonaws.com"}
                and "sqs:SendMessage" in as_list(statement["Action"])
                and queue.outputs["arn"] in as_list(statement["Resource"])
                and (sources is None or rule.outputs["arn"] in as_list(sources))
            ):
                return True
    return False


def _allowed_actions(
    registered: Registered, function: RegisteredResource, resource_arn: str
) -> set[str]:
    return {
        action
        for role in registered.of_type("Role")
        if role.outputs["arn"] == function.inputs["role"]
        for statement in registered.statements(role.outputs["name"])
        if {"*", resource_arn} & set(as_list(statement["Resource"]))
        for action in as_list(statement["Action"])
    }
