"""Which part of a stage last did its work for an event that did not come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from contract.orders import NOTIFYING_STATES, PENDING
from contract.tables import CONNECTIONS_KEY, EVENTS_KEY
from operations.execution import Execution, read_execution
from operations.orders_table import OrdersTable
from operations.stuck_orders import StuckOrders
from operations.table_rows import TableRows
from operations.verify.stage import StageToVerify

POST_FAILS = (
    "likely cause: the event is stored, and its post to the open connection failed: the push "
    "function's permission execute-api:ManageConnections, management_endpoint, or a throttle; its "
    "log says which. Pages get the event with their next resume"
)
NO_ROW = (
    "likely cause: the event is stored, and the connections table has no row of the open line: "
    "open_connection did not write it, or something deleted it"
)


@dataclass(frozen=True)
class Delivery:
    """How far an event came behind the push function."""

    sequence: str | None
    """Its number in the buyer's log; None: it is not stored."""
    connections: int
    """Rows of the buyer's open connections."""

    def seen(self) -> list[str]:
        """What was seen, in sentences."""
        stored = f"holds it as {self.sequence}" if self.sequence else "does not hold it"
        return [f"the buyer's log {stored}; open connections in the table: {self.connections}"]

    def cause(self) -> str:
        """The likely cause, for an event that is stored."""
        return POST_FAILS if self.connections else NO_ROW


def missing_outcome(stage: StageToVerify, order_id: str, user_id: str, wanted: str) -> list[str]:
    """What each part did for the order whose event did not come, and the likely cause."""
    try:
        item = OrdersTable(stage, stage.orders_table).find(order_id) or {}
        status = str(item.get("status", "not stored"))
        reason = f" ({item['reason']})" if "reason" in item else ""
        execution = _execution(stage, order_id)
        delivery = _delivery(stage, user_id, order_id)
    except (ClientError, BotoCoreError) as failed:
        return [f"the cause cannot be looked up: {failed}"]
    saga = "the saga: " + (execution.described() if execution else "there is no execution")
    return [
        f"the order {order_id}: {status}{reason}",
        saga,
        *delivery.seen(),
        _outcome_cause(status, execution, delivery, wanted),
    ]


def missing_push(stage: StageToVerify, subject: str, user_id: str) -> list[str]:
    """What each part did for the event that was put on the bus and did not come."""
    try:
        delivery = _delivery(stage, user_id, subject)
        waiting = "ApproximateNumberOfMessages"
        answer = stage.client("sqs").get_queue_attributes(
            QueueUrl=stage.push_dead_letter_queue_url, AttributeNames=[waiting]
        )
    except (ClientError, BotoCoreError) as failed:
        return [f"the cause cannot be looked up: {failed}"]
    dead = f"dead letters of the push queue: {answer['Attributes'][waiting]}"
    lost = (
        "likely cause: the bus took the event and the push function did not: the rule of "
        "detail-type realtime.push, the push queue's policy, its event source mapping, or "
        "push_queued_events, whose log says so. make verify knows of no other part between them"
    )
    return [*delivery.seen(), dead, delivery.cause() if delivery.sequence else lost]


def _outcome_cause(
    status: str, execution: Execution | None, delivery: Delivery, wanted: str
) -> str:
    if status == wanted and delivery.sequence:
        return delivery.cause()
    if execution is None:
        return (
            "likely cause: the order was stored and its saga was not started: start_checkout's "
            "permission states:StartExecution, then start_saga behind the orders table's stream. "
            "Both logs say why"
        )
    where = execution.failed_in or execution.state
    if status == wanted:
        return (
            f"likely cause: the outcome is committed and the push function did not store it: "
            f"{where or 'the saga'} could not run it. Its log and its permission to be invoked "
            "say why"
        )
    if status == PENDING and where in NOTIFYING_STATES:
        return f"likely cause: the order changed meanwhile; the saga was in {where}"
    return (
        f"likely cause: the saga's step {where or '(none)'}: read the log of the function that the "
        f"state is named after. The order should be {wanted}"
    )


def _execution(stage: StageToVerify, order_id: str) -> Execution | None:
    if StuckOrders(stage, stage.orders_table).saga_status(order_id) is None:
        return None
    return read_execution(stage, order_id)


def _delivery(stage: StageToVerify, user_id: str, subject: str) -> Delivery:
    tables = stage.client("dynamodb")
    log = TableRows(tables, stage.events_table, EVENTS_KEY).of(user_id)
    found: Sequence[str] = [
        str(event["sequence"])
        for event in (json.loads(row["eventJson"]["S"]) for row in log if "eventJson" in row)
        if event.get("subject") == subject
    ]
    rows = TableRows(tables, stage.connections_table, CONNECTIONS_KEY).of(user_id)
    return Delivery(found[0] if found else None, sum(1 for _ in rows))
