"""How a saga ends: the commits of an outcome, the pushes to the buyer, the call for attention.

The outcome function is asked for a ``transition`` of ``contract.orders``. It answers
``{status, userId, event}`` of the stored order.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.saga.retries import PATIENT_ABOUT_PUSHES, catchers, retry_all
from components.saga.state_names import (
    ATTENTION,
    COMMIT_FAILURE,
    COMMIT_NEEDS_ATTENTION,
    COMMIT_RESOLVED,
    COMMIT_UNDONE,
    FAILURE,
    FENCE_FINALIZE,
    NOTIFY_FINALIZED,
    NOTIFY_NEEDS_ATTENTION,
    NOTIFY_RESOLVED,
    NOTIFY_UNDONE,
    ORDER,
    OUTCOME,
    OUTCOME_STANDS,
    PUSH_FAILURE,
    RECOVER_FENCE_FINALIZE,
    RECOVER_WAS_FINALIZED,
    REPORT_ATTENTION,
    REPORT_FAILED_PUSH,
    REPORT_FAILURE,
    REPORT_LATE,
    WAS_FINALIZED,
    WAS_REPORTED,
    state_name,
)
from components.saga.steps import SagaTargets
from components.saga.task_states import (
    COMMIT_SECONDS,
    PUSH_SECONDS,
    State,
    function_task,
    message_task,
    partition_of,
)
from contract import messages, orders

States = list[tuple[str, State]]


class EndStates:
    """Builds the states after the steps. ``business_errors`` maps each to the order's status."""

    def __init__(self, targets: SagaTargets, business_errors: Mapping[str, str]) -> None:
        self._targets = targets
        self._business_errors = dict(sorted(business_errors.items()))

    def finalized(self, undo: str) -> States:
        """The commit of FINALIZED. When its answer is lost, a fence finds out what happened."""
        commit = self._transition(orders.FINALIZE) | {
            "Catch": catchers(FENCE_FINALIZE, FAILURE),
            "Next": NOTIFY_FINALIZED,
        }
        fence = self._transition(orders.FENCE_FINALIZE) | {
            "Catch": catchers(REPORT_ATTENTION, ATTENTION),
            "Next": WAS_FINALIZED,
        }
        stands = {"Type": "Succeed", "Comment": "The buyer asks GET /orders/{orderId}."}
        return [
            (state_name(self._targets.commit_name), commit),
            (NOTIFY_FINALIZED, self._last_notify()),
            (FENCE_FINALIZE, fence),
            (WAS_FINALIZED, _was_finalized(undo)),
            (REPORT_FAILED_PUSH, self._report_failed_push()),
            (OUTCOME_STANDS, stands),
        ]

    def undone(self) -> States:
        """The commit of a compensated order. The outcome function names the status."""
        commit = self._transition(orders.UNDO, failure=True, business_errors=True) | {
            "Catch": catchers(REPORT_ATTENTION, ATTENTION),
            "Next": NOTIFY_UNDONE,
        }
        return [(COMMIT_UNDONE, commit), (NOTIFY_UNDONE, self._last_notify())]

    def attention(self) -> States:
        """Tell the operators, then the buyer. When one of these fails, the recovery still runs."""
        report = self._report_attention() | {
            "Catch": catchers(COMMIT_NEEDS_ATTENTION, REPORT_FAILURE),
            "Next": COMMIT_NEEDS_ATTENTION,
        }
        commit = self._transition(orders.NEED_ATTENTION, failure=True) | {
            "Catch": catchers(RECOVER_FENCE_FINALIZE, COMMIT_FAILURE),
            "Next": NOTIFY_NEEDS_ATTENTION,
        }
        notify = self._notify() | {
            "Catch": catchers(RECOVER_FENCE_FINALIZE, PUSH_FAILURE),
            "Next": RECOVER_FENCE_FINALIZE,
        }
        return [
            (REPORT_ATTENTION, report),
            (COMMIT_NEEDS_ATTENTION, commit),
            (NOTIFY_NEEDS_ATTENTION, notify),
        ]

    def recovery_decision(self, undo: str) -> States:
        """A finalized order is never undone, whatever called for attention."""
        fence = self._transition(orders.FENCE_FINALIZE) | {"Next": RECOVER_WAS_FINALIZED}
        return [
            (RECOVER_FENCE_FINALIZE, fence),
            (RECOVER_WAS_FINALIZED, _was_finalized(undo)),
        ]

    def resolved(self) -> States:
        """The recovery succeeded: mark the order, and report it if the first report failed."""
        commit = self._transition(orders.RESOLVE, failure=True, business_errors=True)
        unreported = {"Variable": REPORT_FAILURE, "IsPresent": True, "Next": REPORT_LATE}
        choice = {"Type": "Choice", "Choices": [unreported], "Default": NOTIFY_RESOLVED}
        return [
            (COMMIT_RESOLVED, commit | {"Next": WAS_REPORTED}),
            (WAS_REPORTED, choice),
            (REPORT_LATE, self._report_attention() | {"Next": NOTIFY_RESOLVED}),
            (NOTIFY_RESOLVED, self._last_notify()),
        ]

    def _transition(
        self, transition: str, failure: bool = False, business_errors: bool = False
    ) -> State:
        payload: State = {"order.$": ORDER, "transition": transition}
        if failure:
            payload["failure.$"] = FAILURE
        if business_errors:
            payload["businessErrors"] = self._business_errors
        return function_task(self._targets.outcome_function_arn, payload, COMMIT_SECONDS) | {
            "Retry": retry_all(),
            "ResultSelector": {
                f"{field}.$": f"$.Payload.{field}" for field in ("status", "userId", "event")
            },
            "ResultPath": OUTCOME,
        }

    def _notify(self) -> State:
        payload = {"userId.$": f"{OUTCOME}.userId", "event.$": f"{OUTCOME}.event"}
        return function_task(self._targets.push_function_arn, payload, PUSH_SECONDS) | {
            "Retry": retry_all(PATIENT_ABOUT_PUSHES),
            "ResultPath": None,
        }

    def _last_notify(self) -> State:
        """A push that fails does not fail the saga. It is reported."""
        return self._notify() | {
            "Catch": catchers(REPORT_FAILED_PUSH, PUSH_FAILURE),
            "End": True,
        }

    def _report_attention(self) -> State:
        found = {"failure": FAILURE, "attention": ATTENTION}
        return self._report(messages.ORDER_NEEDS_ATTENTION, found)

    def _report_failed_push(self) -> State:
        """Nothing is caught here: an execution that fails is the last way to report it."""
        found = {"outcome": OUTCOME, "failure": PUSH_FAILURE}
        return self._report(messages.BUYER_NOT_TOLD, found) | {"Next": OUTCOME_STANDS}

    def _report(self, kind: str, found: Mapping[str, str]) -> State:
        body = {
            "kind": kind,
            "executionArn.$": "$$.Execution.Id",
            "executionName.$": "$$.Execution.Name",
            "order.$": ORDER,
            **{f"{field}.$": path for field, path in found.items()},
        }
        partition = partition_of(self._targets.outcome_function_arn)
        return message_task(partition, self._targets.attention_queue_url, body) | {
            "Retry": retry_all(PATIENT_ABOUT_PUSHES),
            "ResultPath": None,
        }


def _was_finalized(undo: str) -> State:
    finalized = {"Variable": f"{OUTCOME}.status", "StringEquals": orders.FINALIZED}
    return {
        "Type": "Choice",
        "Choices": [finalized | {"Next": NOTIFY_FINALIZED}],
        "Default": undo,
    }
