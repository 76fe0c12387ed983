"""The tasks that end a saga: commit an outcome, push it to the buyer, report what went wrong.

The outcome function is asked for a ``transition`` of ``contract.orders``. It answers
``{status, userId, event}`` of the stored order.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.saga.retries import MAY_FAIL, catchers, retry_all
from components.saga.state_names import (
    ATTENTION,
    FAILURE_NAME,
    ORDER,
    OUTCOME,
    OUTCOME_STANDS,
    REPORT_FAILED_PUSH,
    UNDOING,
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
from contract import messages


class EndTasks:
    """Builds the tasks of one saga.

    ``business_errors``: error that a buyer may read -> the status of an order that ended with it.
    """

    def __init__(self, targets: SagaTargets, business_errors: Mapping[str, str]) -> None:
        self._targets = targets
        self._business_errors = dict(sorted(business_errors.items()))

    def transition(self, transition: str, failure: bool = False) -> State:
        """Ask the outcome function for the transition; the answer replaces the last outcome.

        With ``failure``, the function learns the name of the error that ended the forward steps,
        and which errors the saga declares: what the buyer reads, and the order's status, follow
        from that.
        """
        payload: State = {
            "order.$": ORDER,
            "transition": transition,
            "eventSource": self._targets.event_source,
        }
        if failure:
            failed = {"Error.$": FAILURE_NAME}
            payload |= {"failure": failed, "businessErrors": self._business_errors}
        return function_task(self._targets.outcome_function_arn, payload, COMMIT_SECONDS) | {
            "Retry": retry_all(),
            "ResultSelector": {
                f"{field}.$": f"$.Payload.{field}" for field in ("status", "userId", "event")
            },
            "ResultPath": OUTCOME,
        }

    def notify(self) -> State:
        """Push the outcome to the buyer."""
        payload = {"userId.$": f"{OUTCOME}.userId", "event.$": f"{OUTCOME}.event"}
        return function_task(self._targets.push_function_arn, payload, PUSH_SECONDS) | {
            "Retry": retry_all(MAY_FAIL),
            "ResultPath": None,
        }

    def last_notify(self) -> State:
        """Push the outcome and end. A push that fails does not fail the saga: it is reported."""
        return self.notify() | {
            "Catch": catchers(REPORT_FAILED_PUSH, ATTENTION),
            "End": True,
        }

    def report_attention(self) -> State:
        """Put what a person has to know of the order into the attention queue."""
        found = {
            "failure": {"Error.$": FAILURE_NAME},
            "attention.$": ATTENTION,
            "undoing.$": UNDOING,
        }
        return self._report(messages.ORDER_NEEDS_ATTENTION, found)

    def report_failed_push(self) -> State:
        """Put the outcome that the buyer was not told into the attention queue.

        Nothing is caught here: an execution that fails is the last way to report it.
        """
        found = {"outcome.$": OUTCOME, "failure.$": ATTENTION}
        return self._report(messages.BUYER_NOT_TOLD, found) | {"Next": OUTCOME_STANDS}

    def _report(self, kind: str, found: Mapping[str, object]) -> State:
        body = {
            "kind": kind,
            "executionArn.$": "$$.Execution.Id",
            "executionName.$": "$$.Execution.Name",
            # Not the whole order: it may not fit beside an error in full.
            "order": {"orderId.$": f"{ORDER}.orderId"},
            **found,
        }
        partition = partition_of(self._targets.outcome_function_arn)
        return message_task(partition, self._targets.attention_queue_url, body) | {
            "Retry": retry_all(MAY_FAIL),
            "ResultPath": None,
        }
