"""Event sources that Lambda would refuse, and what they do with what fails."""

from __future__ import annotations

from collections.abc import Iterator

from .functions import timeout_of
from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import number

DEFAULT_VISIBILITY_SECONDS = 30
BATCH_WITHOUT_WINDOW = 10
# What Lambda requires of the function's role before it creates an event source mapping.
NEEDED = {
    "sqs": ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
    "dynamodb": (
        "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ),
}  # fmt: skip


def _function_of(source: Resource, registered: Registered) -> Resource | None:
    named = source.inputs.get("functionName")
    functions = registered.of_type("Function")
    return next((f for f in functions if named in (f.outputs["arn"], f.outputs["name"])), None)


def _role_lacks(source: Resource, registered: Registered) -> Iterator[str]:
    function = _function_of(source, registered)
    if function is None:
        return
    arn = str(source.inputs.get("eventSourceArn", ""))
    service = arn.split(":")[2] if arn.startswith("arn:") else ""
    role = function.inputs.get("role", "")
    needed = NEEDED.get(service, ())
    missing = [one for one in needed if not registered.role_allows(role, one, arn)]
    if missing:
        yield f"the role of {function.name} lacks {missing[0]} on the event source"


def _shown_again(source: Resource, registered: Registered) -> Iterator[str]:
    queue = registered.queue_at(str(source.inputs.get("eventSourceArn", "")))
    function = queue and _function_of(source, registered)
    if queue is None or function is None:
        return
    seconds = timeout_of(function)
    hidden = number(queue.inputs.get("visibilityTimeoutSeconds", DEFAULT_VISIBILITY_SECONDS))
    if hidden < seconds:
        yield (
            f"{queue.name} hides a message for {hidden:g} s, less than the {seconds:g} s "
            f"of {function.name}; Lambda refuses the mapping"
        )


def _too_many_at_once(source: Resource, _: Registered) -> Iterator[str]:
    arn = str(source.inputs.get("eventSourceArn", ""))
    size = number(source.inputs.get("batchSize") or BATCH_WITHOUT_WINDOW)
    if ":sqs:" not in arn or size <= BATCH_WITHOUT_WINDOW:
        return
    if arn.endswith(".fifo"):
        yield f"a batch of {size:g}: a FIFO queue gives at most {BATCH_WITHOUT_WINDOW}"
    elif number(source.inputs.get("maximumBatchingWindowInSeconds") or 0) < 1:
        yield f"a batch of {size:g} without a batching window"


def _poisoned(source: Resource, registered: Registered) -> Iterator[str]:
    queue = registered.queue_at(str(source.inputs.get("eventSourceArn", "")))
    if queue is None or queue.inputs.get("redrivePolicy"):
        return
    beside = [one.inputs.get("queueUrl") for one in registered.of_type("RedrivePolicy")]
    if not beside or queue.outputs["url"] not in beside:
        yield f"{queue.name} gives its function a message that always fails until it expires"


def _records_lost(source: Resource, _: Registered) -> Iterator[str]:
    if "stream/" not in str(source.inputs.get("eventSourceArn", "")):
        return
    destination = (source.inputs.get("destinationConfig") or {}).get("onFailure") or {}
    if not destination.get("destinationArn"):
        yield "a record of the stream that always fails is lost without a trace"


RULES = (
    Rule(
        id="event-source-role-allows",
        severity=Severity.MANDATORY,
        holds="The role of a function may do what its event source needs. Otherwise Lambda "
        "refuses the mapping.",
        remedy="allow it in the role's policy",
        kinds=("EventSourceMapping",),
        check=_role_lacks,
        source="Lambda developer guide, Using Lambda with SQS, with DynamoDB: permissions",
        alone=False,
    ),
    Rule(
        id="queue-outlives-function",
        severity=Severity.MANDATORY,
        holds="A queue hides a message for as long as the function that drains it may run.",
        remedy="raise visibility_timeout_seconds, at best to six times the function's time-out",
        kinds=("EventSourceMapping",),
        check=_shown_again,
        source="Lambda developer guide, Using Lambda with SQS: configuring a queue",
        alone=False,
    ),
    Rule(
        id="large-batch-has-window",
        severity=Severity.MANDATORY,
        holds="Lambda takes more than 10 messages of a queue at once only if it may wait for them.",
        remedy="set maximum_batching_window_in_seconds to at least 1, or batch_size to at most 10",
        kinds=("EventSourceMapping",),
        check=_too_many_at_once,
        source="Lambda API, CreateEventSourceMapping: MaximumBatchingWindowInSeconds",
    ),
    Rule(
        id="drained-queue-has-dead-letters",
        severity=Severity.ADVISORY,
        holds="A queue that a function drains has a dead-letter queue.",
        remedy="set redrive_policy on the queue, or add an aws.sqs.RedrivePolicy",
        kinds=("EventSourceMapping",),
        check=_poisoned,
        source="SQS developer guide, Dead-letter queues",
        alone=False,
    ),
    Rule(
        id="stream-failures-kept",
        severity=Severity.ADVISORY,
        holds="A stream's records that fail for good go somewhere.",
        remedy="set on_failure in destination_config",
        kinds=("EventSourceMapping",),
        check=_records_lost,
        source="Lambda developer guide, Using Lambda with DynamoDB: error handling",
    ),
)
