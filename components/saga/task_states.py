"""The states a saga is made of, as plain dicts: tasks, messages, retries, catches.

Every task ends in exactly one of two ways that the saga knows about: it answered, or one of its
Catch rules leads on. What no rule can catch (``States.Runtime``) ends the execution as FAILED.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

State = dict[str, Any]

# What Lambda and Step Functions raise for reasons of their own; the step may be tried again.
# Sandbox.Timedout is a function that ran into its own time-out, which comes before the task's.
TRANSIENT = ("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
             "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
             "Sandbox.Timedout", "States.Timeout")  # fmt: skip
TURNED_AWAY = "Lambda.TooManyRequestsException"
"""Nothing ran: too many functions of the account are running already. Patience costs nothing."""
REFUSED = "OutcomeRefused"
"""The outcome function's word for "never": trying again is no use."""
# States.ALL does not include it, and a step whose answer was too large may have taken effect.
TOO_LARGE = "States.DataLimitExceeded"
PERSISTENT_ATTEMPTS, PERSISTENT_DELAY_SECONDS = 15, 60
STEP_SECONDS, STEP_ATTEMPTS, INTERVAL_SECONDS, MAX_DELAY_SECONDS = 15, 3, 1, 10
COMMIT_SECONDS, PUSH_SECONDS, QUEUE_SECONDS = 15, 35, 15


class Retry(TypedDict):
    """How often a task is tried again, with doubling and full jitter between the tries.

    Apart from that a function that Lambda turned away for want of concurrency is tried again 15
    times, with up to 60 s in between: nothing ran.
    """

    max_attempts: NotRequired[int]
    """Tries after the first one, 0..20. Default 3; compensations and commits always
    get 15, with up to 60 s between them."""
    interval_seconds: NotRequired[int]
    """Longest wait before the first retry, 1..300. Default 1."""
    max_delay_seconds: NotRequired[int]
    """Upper bound of a wait, 2..3600 and more than ``interval_seconds``. Default 10."""


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


def retries(errors: Sequence[str], retry: Retry, default_attempts: int) -> State:
    """One Retry rule."""
    # Pulumi's wire format has no integers, the Amazon States Language has no floats here.
    attempts = int(retry.get("max_attempts", default_attempts))
    if not attempts:
        return {"ErrorEquals": list(errors), "MaxAttempts": 0}
    return {
        "ErrorEquals": list(errors),
        "MaxAttempts": attempts,
        "IntervalSeconds": int(retry.get("interval_seconds", INTERVAL_SECONDS)),
        "BackoffRate": 2,
        "MaxDelaySeconds": int(retry.get("max_delay_seconds", MAX_DELAY_SECONDS)),
        "JitterStrategy": "FULL",
    }


def patient() -> State:
    """Retry of what Lambda did not even begin."""
    delay: Retry = {"max_delay_seconds": PERSISTENT_DELAY_SECONDS}
    return retries([TURNED_AWAY], delay, PERSISTENT_ATTEMPTS)


def persistent(attempts: int = PERSISTENT_ATTEMPTS) -> list[State]:
    """Retry of whatever is idempotent and has to succeed: every error, but not a refusal.

    With the default, an outage of five minutes is ridden out on average, of ten at most.
    """
    return [
        {"ErrorEquals": [REFUSED], "MaxAttempts": 0},
        retries(["States.ALL"], {"max_delay_seconds": PERSISTENT_DELAY_SECONDS}, attempts),
    ]


def caught(following: str, path: str) -> list[State]:
    """Catch everything that can be caught; the error goes to ``path``."""
    return [
        {"ErrorEquals": [error], "ResultPath": path, "Next": following}
        for error in (TOO_LARGE, "States.ALL")
    ]


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


def title(name: str) -> str:
    """``charge_payment`` -> ``ChargePayment``."""
    return "".join(part.capitalize() for part in name.split("_"))
