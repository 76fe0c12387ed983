"""Retry and Catch of a saga's states, in Amazon States Language: which errors, how often, where to.

Every task ends in exactly one of two ways that the saga knows about: it answered, or one of its
catchers leads on. What no catcher can take (``States.Runtime``) ends the execution as FAILED.
"""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

# What Lambda and Step Functions raise for reasons of their own; the step may be tried again.
# Sandbox.Timedout is a function that ran into its own time-out, which comes before the task's.
TRANSIENT = ("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
             "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
             "Sandbox.Timedout", "States.Timeout")  # fmt: skip
LAMBDA_THROTTLED = "Lambda.TooManyRequestsException"
"""Nothing ran: too many functions of the account are running already. Waiting costs nothing."""
OUTCOME_REFUSED = "OutcomeRefused"
"""The outcome function's word for "never": trying again is no use."""
# States.ALL does not include it, and a step whose answer was too large may have taken effect.
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
STEP_ATTEMPTS, INTERVAL_SECONDS, MAX_DELAY_SECONDS = 3, 1, 10
RETRY_ALL_ATTEMPTS, RETRY_ALL_DELAY_SECONDS = 15, 60


class Retry(TypedDict):
    """How often a task is tried again, with doubling and full jitter between the tries.

    Apart from that a function that Lambda throttled is tried again 15 times, with up to 60 s in
    between: nothing ran.
    """

    max_attempts: NotRequired[int]
    """Tries after the first one, 0..20. Default 3; compensations and commits always
    get 15, with up to 60 s between them."""
    interval_seconds: NotRequired[int]
    """Longest wait before the first retry, 1..300. Default 1."""
    max_delay_seconds: NotRequired[int]
    """Upper bound of a wait, 2..3600 and more than ``interval_seconds``. Default 10."""


def retrier(errors: Sequence[str], retry: Retry, default_attempts: int) -> dict[str, Any]:
    """One retrier."""
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


def throttling_retrier() -> dict[str, Any]:
    """Retry of what Lambda did not even begin."""
    delay: Retry = {"max_delay_seconds": RETRY_ALL_DELAY_SECONDS}
    return retrier([LAMBDA_THROTTLED], delay, RETRY_ALL_ATTEMPTS)


def retry_all(attempts: int = RETRY_ALL_ATTEMPTS) -> list[dict[str, Any]]:
    """Retriers of whatever is idempotent and has to succeed: every error but ``OutcomeRefused``.

    With the default, an outage of five minutes is ridden out on average, of ten at most.
    """
    return [
        {"ErrorEquals": [OUTCOME_REFUSED], "MaxAttempts": 0},
        retrier(["States.ALL"], {"max_delay_seconds": RETRY_ALL_DELAY_SECONDS}, attempts),
    ]


def catchers(following: str, path: str) -> list[dict[str, Any]]:
    """Catch everything that can be caught; the error goes to ``path``."""
    return [
        {"ErrorEquals": [error], "ResultPath": path, "Next": following}
        for error in (DATA_LIMIT_EXCEEDED, "States.ALL")
    ]
