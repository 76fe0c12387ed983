"""How a saga ends: which commit, push or report follows which, and where a failure leads.

``end_tasks`` has the tasks themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.saga.end_tasks import EndTasks
from components.saga.retries import catchers
from components.saga.state_names import (
    ATTENTION,
    COMMIT_NEEDS_ATTENTION,
    COMMIT_RESOLVED,
    COMMIT_UNDONE,
    FAILURE,
    FENCE_FINALIZE,
    NOTE_UNREPORTED,
    NOTIFY_FINALIZED,
    NOTIFY_NEEDS_ATTENTION,
    NOTIFY_RESOLVED,
    NOTIFY_UNDONE,
    OUTCOME,
    OUTCOME_STANDS,
    RECOVER_FENCE_FINALIZE,
    RECOVER_WAS_FINALIZED,
    REPORT_ATTENTION,
    REPORT_FAILED_PUSH,
    REPORT_LATE,
    UNREPORTED,
    WAS_FINALIZED,
    WAS_REPORTED,
    noting_state,
    state_name,
)
from components.saga.step_states import note
from components.saga.steps import SagaTargets
from components.saga.task_states import State
from contract import orders

States = list[tuple[str, State]]


class EndStates:
    """Builds the states after the steps.

    ``business_errors``: error that a buyer may read -> the status of an order that ended with it.
    Where a parameter is ``first_undo``, it names the first state of the undoing.
    """

    def __init__(self, targets: SagaTargets, business_errors: Mapping[str, str]) -> None:
        self._commit_name = targets.commit_name
        self._tasks = EndTasks(targets, business_errors)

    def finalized(self, first_undo: str) -> States:
        """The commit of FINALIZED. After any error a fence decides: the order is FINALIZED already,
        or it can never become FINALIZED."""
        commit = self._tasks.transition(orders.FINALIZE)
        commit |= {
            # The state's data still has the order: the outcome takes the place of everything.
            "ResultSelector": {"outcome": commit["ResultSelector"]},
            "ResultPath": "$",
            "Catch": catchers(FENCE_FINALIZE, FAILURE),
            "Next": NOTIFY_FINALIZED,
        }
        fence = self._tasks.transition(orders.FENCE_FINALIZE) | {
            "Catch": catchers(noting_state(FENCE_FINALIZE), ATTENTION),
            "Next": WAS_FINALIZED,
        }
        stands = {"Type": "Succeed", "Comment": "The buyer asks GET /orders/{orderId}."}
        return [
            (state_name(self._commit_name), commit),
            (NOTIFY_FINALIZED, self._tasks.last_notify()),
            (FENCE_FINALIZE, fence),
            (noting_state(FENCE_FINALIZE), note(FENCE_FINALIZE, REPORT_ATTENTION)),
            (WAS_FINALIZED, _was_finalized(first_undo)),
            (REPORT_FAILED_PUSH, self._tasks.report_failed_push()),
            (OUTCOME_STANDS, stands),
        ]

    def undone(self) -> States:
        """The commit of a compensated order. The outcome function chooses the status by the
        failure."""
        commit = self._tasks.transition(orders.UNDO, failure=True) | {
            "Catch": catchers(noting_state(COMMIT_UNDONE), ATTENTION),
            "Next": NOTIFY_UNDONE,
        }
        return [
            (COMMIT_UNDONE, commit),
            (noting_state(COMMIT_UNDONE), note(COMMIT_UNDONE, REPORT_ATTENTION)),
            (NOTIFY_UNDONE, self._tasks.last_notify()),
        ]

    def attention(self) -> States:
        """Tell the operators, then the buyer. The recovery follows in any case.

        A report that fails does not stop the commit. A commit that fails skips the push.
        """
        report = self._tasks.report_attention() | {
            "Catch": catchers(NOTE_UNREPORTED, None),
            "Next": COMMIT_NEEDS_ATTENTION,
        }
        unreported = {
            "Type": "Pass",
            "Result": True,
            "ResultPath": UNREPORTED,
            "Next": COMMIT_NEEDS_ATTENTION,
        }
        commit = self._tasks.transition(orders.NEED_ATTENTION, failure=True) | {
            "Catch": catchers(RECOVER_FENCE_FINALIZE, None),
            "Next": NOTIFY_NEEDS_ATTENTION,
        }
        notify = self._tasks.notify() | {
            "Catch": catchers(RECOVER_FENCE_FINALIZE, None),
            "Next": RECOVER_FENCE_FINALIZE,
        }
        return [
            (REPORT_ATTENTION, report),
            (NOTE_UNREPORTED, unreported),
            (COMMIT_NEEDS_ATTENTION, commit),
            (NOTIFY_NEEDS_ATTENTION, notify),
        ]

    def recovery_decision(self, first_undo: str) -> States:
        """Fence again: a finalized order is never undone.

        Nothing is caught here: a failure ends the execution, and a redrive repeats the task that
        failed.
        """
        fence = self._tasks.transition(orders.FENCE_FINALIZE) | {"Next": RECOVER_WAS_FINALIZED}
        return [
            (RECOVER_FENCE_FINALIZE, fence),
            (RECOVER_WAS_FINALIZED, _was_finalized(first_undo)),
        ]

    def resolved(self) -> States:
        """The recovery succeeded: mark the order, and report it if the first report failed."""
        commit = self._tasks.transition(orders.RESOLVE, failure=True)
        unreported = {"Variable": UNREPORTED, "IsPresent": True, "Next": REPORT_LATE}
        choice = {"Type": "Choice", "Choices": [unreported], "Default": NOTIFY_RESOLVED}
        return [
            (COMMIT_RESOLVED, commit | {"Next": WAS_REPORTED}),
            (WAS_REPORTED, choice),
            (REPORT_LATE, self._tasks.report_attention() | {"Next": NOTIFY_RESOLVED}),
            (NOTIFY_RESOLVED, self._tasks.last_notify()),
        ]


def _was_finalized(first_undo: str) -> State:
    finalized = {"Variable": f"{OUTCOME}.status", "StringEquals": orders.FINALIZED}
    return {
        "Type": "Choice",
        "Choices": [finalized | {"Next": NOTIFY_FINALIZED}],
        "Default": first_undo,
    }
