"""The event that tells of an order's end, to its buyer and to other services alike."""

from __future__ import annotations

from typing import Any

from functions.checkout.stores.orders import Item

SOURCE = "checkout"


def outcome_event(item: Item) -> dict[str, Any]:
    """The event of an order that has ended; a pure function of the stored item.

    Its id is the order's and the status's, so that who gets it twice can tell.
    """
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
