"""Waits until no saga of a run needs its order any more.

To take the rows from under a saga would make it fail, and an alarm ring.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from contract.orders import ENDED_BADLY, PENDING, REPORTING_STATES
from operations.execution import read_execution
from operations.stuck_orders import StuckOrders
from operations.verify.stage import StageToVerify

END_SECONDS = 120
"""How long the removal waits for the run's sagas to end."""
POLL_SECONDS = 0.5
REPORTED = (
    "a message about {order_id} in the attention queue: when the cause is removed, run make "
    "redrive ORDER={order_id}, then make forget-user USER_ID={user_id}"
)


def unended(
    stage: StageToVerify,
    order_ids: Sequence[str],
    seconds: float = END_SECONDS,
    pause: Callable[[float], None] = time.sleep,
) -> dict[str, str]:
    """The orders that must stay, with the reason. Waits ``seconds`` at most for all of them."""
    sagas = StuckOrders(stage, stage.orders_table)
    deadline = time.monotonic() + seconds
    left = {}
    for order_id in order_ids:
        while (standing := _standing(sagas, order_id)) and time.monotonic() < deadline:
            if standing.startswith("ended"):
                break
            pause(POLL_SECONDS)
        if standing:
            left[order_id] = f"its saga {standing}"
    return left


def reported(stage: StageToVerify, order_ids: Sequence[str], user_id: str) -> list[str]:
    """A line for each order of which the saga has told the attention queue."""
    sagas = StuckOrders(stage, stage.orders_table)
    return [
        REPORTED.format(order_id=order_id, user_id=user_id)
        for order_id in order_ids
        if sagas.saga_status(order_id)
        and not read_execution(stage, order_id).entered.isdisjoint(REPORTING_STATES)
    ]


def _standing(sagas: StuckOrders, order_id: str) -> str:
    """Why the order must stay; empty when it need not."""
    order, saga = sagas.order(order_id), sagas.saga_status(order_id)
    if order is None or saga == "SUCCEEDED":
        return ""
    if saga in ENDED_BADLY:
        return f"ended as {saga}; settle it with make redrive ORDER={order_id}"
    if saga is None:
        return "has not started" if order.status == PENDING else ""
    return "is still running; make redrive LIST=1 shows it when it has stopped"
