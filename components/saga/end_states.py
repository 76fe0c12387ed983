"""How a saga ends: the commits of an outcome, the pushes to the buyer, the call for attention.

The outcome function is asked by ``transition``: ``finalize``, ``fence_finalize``, ``undo``,
``need_attention``, ``resolve``. It answers ``{status, userId, event}`` of the stored order.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.saga.resolved_steps import SagaTargets
from components.saga.retries import catchers, retry_all
from components.saga.step_states import ATTENTION, RESOLVED, UNDONE
from components.saga.task_states import (
    COMMIT_SECONDS,
    PUSH_SECONDS,
    State,
    function_task,
    message_task,
    partition_of,
    state_name,
)

States = list[tuple[str, State]]
OUTCOME_STANDS, REPORT_FAILED_PUSH = "OutcomeStands", "ReportFailedPush"
FENCE, RECOVERY = "FenceFinalize", "RecoverFenceFinalize"
NEEDS_ATTENTION = "CommitNeedsAttention"


class EndStates:
    """Builds the states after the steps. ``business_errors`` maps each to the order's status."""

    def __init__(self, targets: SagaTargets, business_errors: Mapping[str, str]) -> None:
        self._targets = targets
        self._partition = partition_of(targets.outcome_function_arn)
        self._business_errors = dict(sorted(business_errors.items()))

    def finalized(self, undo: str) -> States:
        """The commit of FINALIZED, and what is done when nobody knows whether it happened."""
        commit = self._transition("finalize") | {
            "Catch": catchers(FENCE, "$.failure"),
            "Next": "NotifyFinalized",
        }
        fence = self._transition("fence_finalize") | {
            "Catch": catchers(ATTENTION, "$.attention"),
            "Next": "WasFinalized",
        }
        return [
            (state_name(self._targets.commit_name), commit),
            ("NotifyFinalized", self._last_notify()),
            (FENCE, fence),
            ("WasFinalized", _was_finalized(undo)),
            (REPORT_FAILED_PUSH, self._report_failed_push()),
            (
                OUTCOME_STANDS,
                {"Type": "Succeed", "Comment": "The buyer asks GET /orders/{orderId}."},
            ),
        ]

    def undone(self) -> States:
        """The commit of a compensated order; the outcome function names the status."""
        commit = self._transition("undo", failure=True, business_errors=True) | {
            "Catch": catchers(ATTENTION, "$.attention"),
            "Next": "NotifyUndone",
        }
        return [(UNDONE, commit), ("NotifyUndone", self._last_notify())]

    def attention(self) -> States:
        """Tell the operators, then the buyer. Nothing of it failing stops the recovery."""
        report = self._report_attention() | {
            "Catch": catchers(NEEDS_ATTENTION, "$.reportFailure"),
            "Next": NEEDS_ATTENTION,
        }
        commit = self._transition("need_attention", failure=True) | {
            "Catch": catchers(RECOVERY, "$.commitFailure"),
            "Next": "NotifyNeedsAttention",
        }
        notify = self._notify() | {"Catch": catchers(RECOVERY, "$.pushFailure"), "Next": RECOVERY}
        return [
            (ATTENTION, report),
            (NEEDS_ATTENTION, commit),
            ("NotifyNeedsAttention", notify),
        ]

    def recovery_decision(self, undo: str) -> States:
        """A finalized order is never undone, whatever called for attention."""
        fence = self._transition("fence_finalize") | {"Next": "RecoverWasFinalized"}
        return [
            (RECOVERY, fence),
            ("RecoverWasFinalized", _was_finalized(undo)),
        ]

    def resolved(self) -> States:
        """The recovery came through: say so on the order, and on the queue if it was not."""
        commit = self._transition("resolve", failure=True, business_errors=True)
        unreported = {"Variable": "$.reportFailure", "IsPresent": True, "Next": "ReportLate"}
        choice = {"Type": "Choice", "Choices": [unreported], "Default": "NotifyResolved"}
        return [
            (RESOLVED, commit | {"Next": "WasReported"}),
            ("WasReported", choice),
            ("ReportLate", self._report_attention() | {"Next": "NotifyResolved"}),
            ("NotifyResolved", self._last_notify()),
        ]

    def _transition(
        self, transition: str, failure: bool = False, business_errors: bool = False
    ) -> State:
        payload: State = {"order.$": "$.order", "transition": transition}
        if failure:
            payload["failure.$"] = "$.failure"
        if business_errors:
            payload["businessErrors"] = self._business_errors
        return function_task(self._targets.outcome_function_arn, payload, COMMIT_SECONDS) | {
            "Retry": retry_all(),
            "ResultSelector": {
                f"{field}.$": f"$.Payload.{field}" for field in ("status", "userId", "event")
            },
            "ResultPath": "$.outcome",
        }

    def _notify(self) -> State:
        payload = {"userId.$": "$.outcome.userId", "event.$": "$.outcome.event"}
        return function_task(self._targets.push_function_arn, payload, PUSH_SECONDS) | {
            "Retry": retry_all(5),
            "ResultPath": None,
        }

    def _last_notify(self) -> State:
        """A push that fails never fails the saga, but nor is it forgotten."""
        return self._notify() | {
            "Catch": catchers(REPORT_FAILED_PUSH, "$.pushFailure"),
            "End": True,
        }

    def _report_attention(self) -> State:
        return self._report("needs-attention", {"failure": "$.failure", "attention": "$.attention"})

    def _report_failed_push(self) -> State:
        """Uncaught: an execution that fails is the last way to tell of it."""
        told = {"outcome": "$.outcome", "failure": "$.pushFailure"}
        return self._report("buyer-not-told", told) | {"Next": OUTCOME_STANDS}

    def _report(self, kind: str, told: Mapping[str, str]) -> State:
        body = {
            "kind": kind,
            "executionArn.$": "$$.Execution.Id",
            "executionName.$": "$$.Execution.Name",
            "order.$": "$.order",
            **{f"{field}.$": path for field, path in told.items()},
        }
        return message_task(self._partition, self._targets.attention_queue_url, body) | {
            "Retry": retry_all(5),
            "ResultPath": None,
        }


def _was_finalized(undo: str) -> State:
    finalized = {"Variable": "$.outcome.status", "StringEquals": "FINALIZED"}
    return {
        "Type": "Choice",
        "Choices": [finalized | {"Next": "NotifyFinalized"}],
        "Default": undo,
    }
