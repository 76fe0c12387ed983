"""Orders whose saga did not get them to an end: where each stands, and how to run it on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from operations.deployed_stage import DeployedStage
from operations.stored_order import StoredOrder

ENDED_BADLY = ("FAILED", "TIMED_OUT", "ABORTED")
TELLING = ("Notify", "Report")  # how the names of the saga's states begin that tell somebody
POLL_SECONDS = 1.0
STALE_SECONDS = 5.0


@dataclass(frozen=True)
class StuckOrder:
    """One execution that ended badly. ``order`` is None for one that is not stored."""

    execution_arn: str
    order_id: str
    execution_status: str
    stopped_in: str
    error: str
    order: StoredOrder | None
    redrivable: bool = True

    @property
    def put_right(self) -> bool:
        """Money and stock are settled, and no redrive is needed to tell the buyer or operators."""
        if self.order is None or not self.order.settled:
            return False
        return not (self.redrivable and self.stopped_in.startswith(TELLING))


class StuckOrders:
    """The executions of a stage's saga that ended badly."""

    def __init__(self, stage: DeployedStage) -> None:
        self._stage = stage
        self._sagas = stage.client("stepfunctions")
        self._tables = stage.client("dynamodb")

    def find(self, only: Collection[str] = ()) -> Iterator[StuckOrder]:
        """Every one of them (``only`` these orders', if given), those that ended last first.

        Not those that were put right otherwise, such as by hand: their execution stays FAILED for
        ever, and to run it on would move nothing any more.
        """
        for status in ENDED_BADLY:
            pages = self._sagas.get_paginator("list_executions").paginate(
                stateMachineArn=self._stage.state_machine_arn, statusFilter=status
            )
            for page in pages:
                for execution in page["executions"]:
                    name = execution["name"]
                    if only and name not in only:
                        continue
                    found = self._describe(execution["executionArn"], name, status)
                    if not found.put_right:
                        yield found

    def order(self, order_id: str) -> StoredOrder | None:
        """The order as it is stored, None if it is not."""
        answer = self._tables.get_item(
            TableName=self._stage.orders_table,
            Key={"orderId": {"S": order_id}},
            ConsistentRead=True,
        )
        return StoredOrder.from_item(answer["Item"]) if "Item" in answer else None

    def saga_status(self, order_id: str) -> str | None:
        """The status of the order's execution, which has its name; None if there is none."""
        machine = self._stage.state_machine_arn
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{order_id}"
        try:
            return self.execution_status(arn)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("ExecutionDoesNotExist", "InvalidArn"):
                raise
        return None

    def redrive(self, stuck: StuckOrder) -> str | None:
        """Run it on from the state that stopped it; the reason when AWS will not."""
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
        """The execution's status once it ends, ``RUNNING`` if it does not in that time.

        A bad end is believed only after a while: DescribeExecution is eventually consistent, and at
        first may tell of the end before the redrive.
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
        history = self._sagas.get_execution_history(
            executionArn=arn, reverseOrder=True, maxResults=100
        )
        entered = (event.get("stateEnteredEventDetails") for event in history["events"])
        stopped_in = next((details["name"] for details in entered if details), "?")
        redrivable = ended.get("redriveStatus") != "NOT_REDRIVABLE"
        error = ended.get("error") or "-"
        return StuckOrder(arn, name, status, stopped_in, error, self.order(name), redrivable)
