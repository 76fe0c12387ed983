"""Retry and Catch of a saga's states, in Amazon States Language: which errors, how often, where to.

Each task ends in one of two ways that the saga knows: it answered, or a catcher leads on. What no
catcher can catch (``States.Runtime``) ends the execution as FAILED.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from components.saga.steps import PERSISTENT_ATTEMPTS, PERSISTENT_DELAY_SECONDS, RetryPolicy
from contract.orders import OUTCOME_REFUSED

# What Lambda and Step Functions raise for reasons of their own. The step may be tried again.
# Sandbox.Timedout is a function that ran into its own time-out, which comes before the task's.
TRANSIENT = ("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
             "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
             "Sandbox.Timedout", "States.Timeout")  # fmt: skip
LAMBDA_THROTTLED = "Lambda.TooManyRequestsException"
"""Nothing ran: too many functions of the account are running already. Waiting costs nothing."""
AWS_ERRORS = (*TRANSIENT, LAMBDA_THROTTLED)
"""No step raises these itself, whatever it declares."""
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
"""``States.ALL`` does not include it. A step whose answer was too large may have taken effect."""
ALL_ERRORS = "States.ALL"
MUST_SUCCEED = RetryPolicy(
    max_attempts=PERSISTENT_ATTEMPTS, max_delay_seconds=PERSISTENT_DELAY_SECONDS
)
"""For compensations and commits, which are idempotent."""
MAY_FAIL = RetryPolicy(max_attempts=5, max_delay_seconds=PERSISTENT_DELAY_SECONDS)
"""For pushes and reports: the saga goes on without them."""


class Retrier(TypedDict):
    """One rule of a state's Retry, in Amazon States Language."""

    ErrorEquals: list[str]
    MaxAttempts: int
    IntervalSeconds: NotRequired[int]
    BackoffRate: NotRequired[int]
    MaxDelaySeconds: NotRequired[int]
    JitterStrategy: NotRequired[str]


class Catcher(TypedDict):
    """One rule of a state's Catch, in Amazon States Language."""

    ErrorEquals: list[str]
    ResultPath: str | None
    Next: str


def retrier(errors: Sequence[str], policy: RetryPolicy) -> Retrier:
    """One retrier of these errors."""
    if not policy.max_attempts:
        return {"ErrorEquals": list(errors), "MaxAttempts": 0}
    return {
        "ErrorEquals": list(errors),
        "MaxAttempts": policy.max_attempts,
        "IntervalSeconds": policy.interval_seconds,
        "BackoffRate": 2,
        "MaxDelaySeconds": policy.max_delay_seconds,
        "JitterStrategy": "FULL",
    }


def throttling_retrier() -> Retrier:
    """Retry of a function that Lambda did not start."""
    return retrier([LAMBDA_THROTTLED], MUST_SUCCEED)


def retry_all(policy: RetryPolicy = MUST_SUCCEED) -> list[Retrier]:
    """Retriers of a task that is idempotent and has to succeed: every error but
    ``OutcomeRefused``."""
    return [
        {"ErrorEquals": [OUTCOME_REFUSED], "MaxAttempts": 0},
        retrier([ALL_ERRORS], policy),
    ]


def retry_compensation() -> list[Retrier]:
    """Retriers of a compensation: no error that can be caught ends it before all tries are used.

    In the recovery the compensations run side by side, and one that ends in an error stops the
    others. So each error, whatever its name, leaves them minutes.
    """
    return [retrier([error], MUST_SUCCEED) for error in (DATA_LIMIT_EXCEEDED, ALL_ERRORS)]


def catchers(following: str, path: str | None) -> list[Catcher]:
    """Catch everything that can be caught, and go on with ``following``; the error goes to
    ``path``, or nowhere."""
    return [
        {"ErrorEquals": [error], "ResultPath": path, "Next": following}
        for error in (DATA_LIMIT_EXCEEDED, ALL_ERRORS)
    ]
