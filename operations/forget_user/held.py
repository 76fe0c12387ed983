"""What a stage holds of one user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contract.orders import PENDING
from contract.tables import ALLOWANCES_KEY, CONNECTIONS_KEY, EVENTS_KEY, ORDERS_KEY
from operations.execution import described_execution, execution_arn
from operations.forget_user.stage import StageToForgetIn
from operations.orders_table import decoded
from operations.stored_order import StoredOrder
from operations.table_rows import Row, TableRows


@dataclass(frozen=True)
class Held:
    """Everything that names the user, but for messages."""

    user_name: str | None
    """Of the user in the stage's pool; None without one."""
    orders: tuple[Row, ...]
    connections: int
    log: int
    """Rows of the replay log."""
    allowances: int

    def __str__(self) -> str:
        return (
            f"{'a sign-in' if self.user_name else 'no sign-in'}, orders: {len(self.orders)}, "
            f"connections: {self.connections}, rows of the log: {self.log}, "
            f"allowances: {self.allowances}"
        )


def find(stage: StageToForgetIn, user_id: str) -> Held:
    """Look everywhere. The orders table is read as a whole: no index knows users."""
    return Held(
        find_user(stage, user_id),
        tuple(rows_of(stage, stage.orders_table, ORDERS_KEY).having("userId", user_id)),
        count(rows_of(stage, stage.connections_table, CONNECTIONS_KEY).of(user_id)),
        count(rows_of(stage, stage.events_table, EVENTS_KEY).of(user_id)),
        count(rows_of(stage, stage.allowances_table, ALLOWANCES_KEY).of(user_id)),
    )


def find_user(stage: StageToForgetIn, user_id: str) -> str | None:
    """The name of the pool's user with this ``sub``; None without a pool or such a user."""
    if not stage.user_pool_id or '"' in user_id or "\\" in user_id:
        return None
    answer = stage.client("cognito-idp").list_users(
        UserPoolId=stage.user_pool_id, Filter=f'sub = "{user_id}"', AttributesToGet=["sub"]
    )
    found = [
        str(user["Username"])
        for user in answer["Users"]
        if {"Name": "sub", "Value": user_id} in user["Attributes"]
    ]
    return found[0] if found else None


def under_way(stage: StageToForgetIn, held: Held) -> Iterator[str]:
    """A line for each order that is not at its end: its saga still needs to know the buyer."""
    sagas = stage.client("stepfunctions")
    for row in held.orders:
        order_id, order = row["orderId"]["S"], StoredOrder.from_item(decoded(row))
        saga = described_execution(sagas, execution_arn(stage.state_machine_arn, order_id))
        status = saga.get("status")
        if status == "RUNNING" or (status is None and order.status == PENDING):
            yield f"{order_id} is {order} and its saga is {status or 'not started'}: wait for it"
        elif not order.settled or saga.get("redriveStatus") == "REDRIVABLE":
            yield (
                f"{order_id} is {order} and its saga is {status or 'not known any more'}: settle "
                f"it with make redrive ORDER={order_id}, or by hand (docs/runbook.md)"
            )


def rows_of(stage: StageToForgetIn, table: str, key: tuple[str, ...]) -> TableRows:
    """The rows of a table of the stage."""
    return TableRows(stage.client("dynamodb"), table, key)


def count(rows: Iterator[Row]) -> int:
    """How many rows there are."""
    return sum(1 for _ in rows)
