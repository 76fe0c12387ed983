"""The tasks that a saga is made of, as plain dicts: invoke a function, send a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

State = dict[str, Any]

STEP_SECONDS, COMMIT_SECONDS, PUSH_SECONDS, QUEUE_SECONDS = 15, 15, 35, 15


def partition_of(function_arn: str) -> str:
    """``aws``, ``aws-cn``, …: Step Functions' own integrations are named in the same one."""
    found = re.match(r"arn:(aws[a-z-]*):", function_arn)
    return found.group(1) if found else "aws"


def function_task(function_arn: str, payload: Mapping[str, Any], timeout_seconds: int) -> State:
    """Invoke a function and wait for its answer."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition_of(function_arn)}:states:::lambda:invoke",
        "Parameters": {"FunctionName": function_arn, "Payload": dict(payload)},
        "TimeoutSeconds": int(timeout_seconds),
    }


def message_task(partition: str, queue_url: str, body: Mapping[str, Any]) -> State:
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
        "orderId.$": "$.order.orderId",
        "step": name,
        "executionName.$": "$$.Execution.Name",
    }
    if inputs is None:
        return payload | {"order.$": "$.order"}
    return payload | {"input": {f"{field}.$": path for field, path in inputs.items()}}


def state_name(name: str) -> str:
    """``charge_payment`` -> ``ChargePayment``."""
    return "".join(part.capitalize() for part in name.split("_"))
