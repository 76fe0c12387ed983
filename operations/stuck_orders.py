"""Orders whose saga ended badly: where each saga stopped, and how to redrive it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from contract.orders import ENDED_BADLY, NOTIFYING_STATES
from operations.deployed_stage import DeployedStage
from operations.execution import described_execution, execution_arn
from operations.orders_table import OrdersTable
from operations.stored_order import StoredOrder

PARALLEL_ENTERED = "ParallelStateEntered"
"""Step Functions' type of the event that begins a Parallel state."""
POLL_SECONDS = 1.0
STALE_SECONDS = 5.0


@dataclass(frozen=True)
class StuckOrder:
    """One execution that ended badly. ``order`` is None for an order that is not stored."""

    execution_arn: str
    order_id: str
    execution_status: str
    stopped_in: str
    error: str
    order: StoredOrder | None
    redrivable: bool = True

    @property
    def is_done(self) -> bool:
        """Money and stock are settled, and no redrive can notify the buyer or the operators."""
        if self.order is None or not self.order.settled:
            return False
        return not (self.redrivable and self.stopped_in in NOTIFYING_STATES)


class StuckOrders:
    """The executions of a stage's saga that ended badly."""

    def __init__(self, stage: DeployedStage, orders_table: str) -> None:
        self._machine_arn = stage.state_machine_arn
        self._sagas = stage.client("stepfunctions")
        self._table = OrdersTable(stage, orders_table)

    def find(self, only: Collection[str] = ()) -> Iterator[StuckOrder]:
        """All stuck orders, or those among ``only``. Of each status, the latest end comes first.

        Orders that were resolved in another way, such as by hand, are left out: their execution
        stays FAILED for ever, but a redrive has nothing left to do.
        """
        for status in ENDED_BADLY:
            pages = self._sagas.get_paginator("list_executions").paginate(
                stateMachineArn=self._machine_arn, statusFilter=status
            )
            for page in pages:
                for execution in page["executions"]:
                    name = execution["name"]
                    if only and name not in only:
                        continue
                    found = self._describe(execution["executionArn"], name, status)
                    if not found.is_done:
                        yield found

    def order(self, order_id: str) -> StoredOrder | None:
        """The order as it is stored; None if it is not stored."""
        item = self._table.find(order_id)
        return StoredOrder.from_item(item) if item else None

    def saga_status(self, order_id: str) -> str | None:
        """The status of the execution that has the order's id as its name; None without one."""
        arn = execution_arn(self._machine_arn, order_id)
        return described_execution(self._sagas, arn).get("status")

    def redrive(self, stuck: StuckOrder) -> str | None:
        """Continue the saga at the state that stopped it. Answers AWS's reason if AWS refuses."""
        try:
            self._sagas.redrive_execution(executionArn=stuck.execution_arn)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionNotRedrivable":
                raise
            return str(error.response["Error"]["Message"])
        return None

    def wait(
        self,
        stuck: StuckOrder,
        seconds: float,
        pause: Callable[[float], None] = time.sleep,
    ) -> str:
        """The execution's status once it has ended; ``RUNNING`` if it does not end in time.

        DescribeExecution is eventually consistent: right after a redrive it may still answer the
        end before the redrive. A bad end therefore counts only after ``STALE_SECONDS``.
        """
        for poll in range(max(1, int(seconds / POLL_SECONDS))):
            status = self.execution_status(stuck.execution_arn)
            stale = status in ENDED_BADLY and poll * POLL_SECONDS < STALE_SECONDS
            if status != "RUNNING" and not stale:
                return status
            pause(POLL_SECONDS)
        return "RUNNING"

    def execution_status(self, execution_arn: str) -> str:
        """The status of any execution."""
        answer: dict[str, Any] = self._sagas.describe_execution(executionArn=execution_arn)
        return str(answer["status"])

    def _describe(self, arn: str, name: str, status: str) -> StuckOrder:
        ended = self._sagas.describe_execution(executionArn=arn)
        stopped_in = ", ".join(self._unfinished(arn)) or "?"
        redrivable = ended.get("redriveStatus") != "NOT_REDRIVABLE"
        error = ended.get("error") or "-"
        return StuckOrder(arn, name, status, stopped_in, error, self.order(name), redrivable)

    def _unfinished(self, arn: str) -> list[str]:
        """The states that were entered and not left, the innermost only: of compensations that ran
        side by side, all that a redrive repeats."""
        pages = self._sagas.get_paginator("get_execution_history").paginate(executionArn=arn)
        entered: dict[str, bool] = {}
        for event in (event for page in pages for event in page["events"]):
            if details := event.get("stateEnteredEventDetails"):
                entered[details["name"]] = event["type"] == PARALLEL_ENTERED
            elif details := event.get("stateExitedEventDetails"):
                entered.pop(details["name"], None)
        inner = [name for name, is_parallel in entered.items() if not is_parallel]
        return inner or list(entered)
