"""The tasks that a saga is made of: invoke a function, send a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from components.saga.state_names import ORDER
from contract.limits import LONGEST_PUSH_SECONDS

State = dict[str, Any]
"""One state in Amazon States Language. Its fields depend on its type: free-form JSON."""


class Definition(TypedDict):
    """A state machine in Amazon States Language, or one branch of a Parallel state."""

    Comment: NotRequired[str]
    StartAt: str
    States: dict[str, State]


COMMIT_SECONDS, QUEUE_SECONDS = 15, 15
PUSH_SECONDS = LONGEST_PUSH_SECONDS + 5
"""Longer than the function's own time-out: that one must come first, because it is retried."""


def partition_of(function_arn: str) -> str:
    """``aws``, ``aws-cn``, …: the same partition names Step Functions' own integrations."""
    found = re.match(r"arn:(aws[a-z-]*):", function_arn)
    return found.group(1) if found else "aws"


def function_task(function_arn: str, payload: Mapping[str, object], timeout_seconds: int) -> State:
    """Invoke a function and wait for its answer."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition_of(function_arn)}:states:::lambda:invoke",
        "Parameters": {"FunctionName": function_arn, "Payload": dict(payload)},
        "TimeoutSeconds": timeout_seconds,
    }


def message_task(partition: str, queue_url: str, body: Mapping[str, object]) -> State:
    """Put a JSON message into a queue."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": queue_url, "MessageBody": dict(body)},
        "TimeoutSeconds": QUEUE_SECONDS,
    }


def step_payload(name: str, inputs: Mapping[str, str] | None) -> State:
    """A step's payload: the whole order, or the chosen parts of it under ``input``."""
    payload: State = {
        "orderId.$": f"{ORDER}.orderId",
        "step": name,
        "executionName.$": "$$.Execution.Name",
    }
    if inputs is None:
        return payload | {"order.$": ORDER}
    chosen = {f"{field}.$": ORDER + path.removeprefix("$.order") for field, path in inputs.items()}
    return payload | {"input": chosen}
