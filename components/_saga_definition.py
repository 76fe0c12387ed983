"""Steps as data -> Amazon States Language. Pure: strings in, a dict out.

Shape of the machine, for steps with compensations A/a, B/b and a last step C without one::

    A -> B -> C -> commit FINALIZED -> notify -> Finalized
    any step fails -> (its own compensation) -> earlier ones, in reverse -> decide the outcome
    a compensation or the commit fails for good -> commit NEEDS_ATTENTION -> notify -> fail

A step that failed is compensated too: a time-out does not tell whether it took effect. The
commit of FINALIZED is the pivot. When its answer is lost nobody knows whether it happened, so
nothing is compensated after it: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

State = dict[str, Any]

# What Lambda and Step Functions raise for reasons of their own; the step may be tried again.
TRANSIENT = ("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
             "Lambda.ClientExecutionTimeoutException", "Lambda.TooManyRequestsException",
             "Lambda.Unknown", "States.Timeout")  # fmt: skip


class Retry(TypedDict):
    """How often a task is tried again, with doubling and full jitter between the tries."""

    max_attempts: NotRequired[int]
    """Tries after the first one, 0..20. Default 3 (10 for compensations and commits)."""
    interval_seconds: NotRequired[int]
    """Longest wait before the first retry. Default 1."""
    max_delay_seconds: NotRequired[int]
    """Upper bound of a wait. Default 10."""


class Step(TypedDict):
    """One resolved step of the saga."""

    name: str
    function_arn: str
    compensation_name: NotRequired[str]
    compensation_arn: NotRequired[str]
    timeout_seconds: NotRequired[int]
    retry: NotRequired[Retry]
    refusals: NotRequired[Mapping[str, str]]
    retry_on: NotRequired[Sequence[str]]


def build_definition(
    steps: Sequence[Step], *, outcome_function_arn: str, push_function_arn: str
) -> dict[str, Any]:
    """The state machine of the steps. Input of an execution: ``{"order": {...}}``."""
    states: dict[str, State] = {}
    for index, step in enumerate(steps):
        following = title(steps[index + 1]["name"]) if index + 1 < len(steps) else "CommitFinalized"
        states[title(step["name"])] = _forward(step, following, _undo_from(steps, index))
    states |= _outcome("FINALIZED", outcome_function_arn, push_function_arn)
    for index in reversed(range(len(steps))):
        if "compensation_arn" in steps[index]:
            compensation = steps[index]["compensation_name"]
            states[title(compensation)] = _compensation(
                compensation, steps[index]["compensation_arn"], _undo_from(steps, index - 1)
            )
    refusals = {
        error: status for step in steps for error, status in step.get("refusals", {}).items()
    }
    states["DecideOutcome"] = _decide(refusals)
    for status in sorted({"REFUNDED", *refusals.values()}, reverse=True):
        states |= _outcome(status, outcome_function_arn, push_function_arn)
    states |= _outcome("NEEDS_ATTENTION", outcome_function_arn, push_function_arn)
    return {
        "Comment": "Saga: " + " -> ".join(step["name"] for step in steps),
        "StartAt": title(steps[0]["name"]),
        "States": states,
    }


def title(name: str) -> str:
    """``charge_payment`` or ``NEEDS_ATTENTION`` -> ``ChargePayment``, ``NeedsAttention``."""
    return "".join(part.capitalize() for part in name.lower().split("_"))


def _undo_from(steps: Sequence[Step], index: int) -> str:
    """The state that undoes step ``index`` and, after it, all earlier ones."""
    for step in reversed(steps[: index + 1]):
        if "compensation_name" in step:
            return title(step["compensation_name"])
    return "DecideOutcome"


def _task(function_arn: str, payload: Mapping[str, Any], timeout_seconds: int) -> State:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": function_arn, "Payload": dict(payload)},
        "TimeoutSeconds": timeout_seconds,
    }


def _retry(errors: Sequence[str], retry: Retry, default_attempts: int) -> list[State]:
    attempts = retry.get("max_attempts", default_attempts)
    rule: State = {"ErrorEquals": list(errors), "MaxAttempts": attempts}
    if attempts:
        rule |= {
            "IntervalSeconds": retry.get("interval_seconds", 1),
            "BackoffRate": 2,
            "MaxDelaySeconds": retry.get("max_delay_seconds", 10),
            "JitterStrategy": "FULL",
        }
    return [rule]


def _payload(step: str) -> State:
    return {"order.$": "$.order", "step": step, "executionName.$": "$$.Execution.Name"}


def _forward(step: Step, following: str, undo: str) -> State:
    task = _task(step["function_arn"], _payload(step["name"]), step.get("timeout_seconds", 15))
    return task | {
        "Retry": _retry([*TRANSIENT, *step.get("retry_on", [])], step.get("retry", {}), 3),
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": undo}],
        "ResultPath": None,
        "Next": following,
    }


def _compensation(name: str, function_arn: str, following: str) -> State:
    task = _task(function_arn, _payload(name) | {"failure.$": "$.failure"}, 15)
    return task | {
        "Retry": _retry(["States.ALL"], {}, 10),
        "Catch": [_catch("CommitNeedsAttention")],
        "ResultPath": None,
        "Next": following,
    }


def _catch(following: str) -> State:
    return {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": following}


def _decide(refusals: Mapping[str, str]) -> State:
    """Name the outcome of a failed saga by the error that ended it."""
    return {
        "Type": "Choice",
        "Choices": [
            {"Variable": "$.failure.Error", "StringEquals": error, "Next": f"Commit{title(status)}"}
            for error, status in sorted(refusals.items())
        ],
        "Default": "CommitRefunded",
    }


def _outcome(status: str, outcome_function_arn: str, push_function_arn: str) -> dict[str, State]:
    """Commit the outcome, tell the buyer, end. A push that fails never fails the saga."""
    end = title(status)
    failed = status == "NEEDS_ATTENTION"
    payload: State = {"order.$": "$.order", "status": status}
    if status != "FINALIZED":
        payload["failure.$"] = "$.failure"
    commit = _task(outcome_function_arn, payload, 15) | {
        "Retry": _retry(["States.ALL"], {}, 10),
        "Catch": [_catch(end if failed else "CommitNeedsAttention")],
        "ResultSelector": {"userId.$": "$.Payload.userId", "event.$": "$.Payload.event"},
        "ResultPath": "$.outcome",
        "Next": f"Notify{end}",
    }
    push: State = {"userId.$": "$.outcome.userId", "event.$": "$.outcome.event"}
    notify = _task(push_function_arn, push, 35) | {
        "Retry": _retry(["States.ALL"], {}, 3),
        "Catch": [_catch(end)],
        "ResultPath": None,
        "Next": end,
    }
    last: State = {"Type": "Succeed"}
    if failed:
        last = {
            "Type": "Fail",
            "Error": "NeedsAttention",
            "Cause": "The order could not be ended by itself; see docs/runbook.md.",
        }
    return {f"Commit{end}": commit, f"Notify{end}": notify, end: last}
