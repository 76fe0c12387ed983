"""``GET /orders/{orderId}``: the caller's own order; anyone else's does not exist for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.http.problems import (
    HttpResponse,
    ProblemError,
    caller_of,
    json_response,
    to_http_response,
)
from functions.checkout.stores.orders import Orders
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE",)
_SHOWN = ("orderId", "status", "lines", "amountMinor", "currency", "createdAt", "updatedAt")
_SHOWN_WHEN_SET = ("reason", "resolvedAs", "resolvedAt")


def get_order(event: Mapping[str, Any], orders: Orders) -> HttpResponse:
    """200 with the order, or a 404 problem that tells a stranger nothing."""
    user_id = caller_of(event)
    order_id = str((event.get("pathParameters") or {}).get("orderId") or "")
    item = orders.find(order_id) if order_id else None
    if item is None or item["userId"] != user_id:
        raise ProblemError(404, "order-unknown", "There is no such order among yours.")
    shown = (*_SHOWN, *(field for field in _SHOWN_WHEN_SET if field in item))
    return json_response(200, {field: item[field] for field in shown})


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> HttpResponse:
    return to_http_response(
        lambda: get_order(event, Orders(environment.read("ORDERS_TABLE"), clock.now)),
        on_defect=lambda: logger.exception("get_order failed"),
    )
