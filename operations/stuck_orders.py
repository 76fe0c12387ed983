"""Orders whose saga did not succeed: where each stands, and how to run it on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from operations.stage import DeployedStage

ENDED_BADLY = ("FAILED", "TIMED_OUT", "ABORTED")
POLL_SECONDS = 1.0


@dataclass(frozen=True)
class StuckOrder:
    """One execution that ended badly. ``order_status`` is None for an order that is not stored."""

    execution_arn: str
    order_id: str
    execution_status: str
    stopped_in: str
    error: str
    order_status: str | None


class StuckOrders:
    """The executions of a stage's saga that ended badly."""

    def __init__(self, stage: DeployedStage) -> None:
        self._stage = stage
        self._sagas = stage.client("stepfunctions")
        self._tables = stage.client("dynamodb")

    def find(self) -> Iterator[StuckOrder]:
        """Every one of them, those that ended last first."""
        for status in ENDED_BADLY:
            pages = self._sagas.get_paginator("list_executions").paginate(
                stateMachineArn=self._stage.state_machine_arn, statusFilter=status
            )
            for page in pages:
                for execution in page["executions"]:
                    yield self._describe(execution["executionArn"], execution["name"], status)

    def order_status(self, order_id: str) -> str | None:
        """The order's status, with how it was resolved if it was."""
        answer = self._tables.get_item(
            TableName=self._stage.orders_table,
            Key={"orderId": {"S": order_id}},
            ConsistentRead=True,
        )
        if "Item" not in answer:
            return None
        resolved = answer["Item"].get("resolvedAs", {}).get("S")
        status = str(answer["Item"]["status"]["S"])
        return f"{status}, resolved as {resolved}" if resolved else status

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
        """The execution's status once it ends, ``RUNNING`` if it does not in that time."""
        for _ in range(max(1, int(seconds / POLL_SECONDS))):
            status = self.execution_status(stuck.execution_arn)
            if status != "RUNNING":
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
        return StuckOrder(
            arn, name, status, stopped_in, ended.get("error") or "-", self.order_status(name)
        )
