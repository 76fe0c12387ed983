"""Saga: end the order for good, and answer the event that tells the buyer.

Input ``{"order", "status", "failure"?}``. The same outcome again answers the same event, with the
time of the first commit; another outcome raises ``OutcomeConflict``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.order import Order
from functions.checkout.orders import Item, Orders
from functions.checkout.step_input import reason_of
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE",)
SOURCE = "checkout"


def commit_outcome(event: Mapping[str, Any], orders: Orders) -> dict[str, Any]:
    """``{orderId, userId, status, event}``; ``event`` is the push function's ``event``."""
    order = Order.from_payload(event.get("order"))
    item = orders.commit(order.order_id, str(event.get("status")), reason_of(event.get("failure")))
    return {
        "orderId": item["orderId"],
        "userId": item["userId"],
        "status": item["status"],
        "event": outcome_event(item),
    }


def outcome_event(item: Item) -> dict[str, Any]:
    """The event of an order that has ended; a pure function of the stored item."""
    order_id, status = item["orderId"], item["status"]
    data = {"orderId": order_id, "status": status}
    if "reason" in item:
        data["reason"] = item["reason"]
    return {
        "id": f"{order_id}:{status}",
        "source": SOURCE,
        "type": f"order.{status.lower()}",
        "subject": order_id,
        "time": item["committedAt"],
        "data": data,
    }


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return commit_outcome(event, Orders(environment.read("ORDERS_TABLE"), clock.now))
