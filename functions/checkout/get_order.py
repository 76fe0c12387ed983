"""``GET /orders/{orderId}``: one of the caller's own orders."""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.order import ORDER_ID
from functions.checkout.domain.stored_order import StoredOrder
from functions.checkout.http.problems import (
    ProblemError,
    caller_of,
    json_response,
    to_http_response,
)
from functions.checkout.stores.orders import Orders
from functions.common import aws_clients, clock, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE",)


def get_order(event: LambdaEvent, orders: Orders) -> ApiResponse:
    """200 with the order's shown fields. Somebody else's order is a 404 like an unknown one.

    An id that is not one of ours is a 404 before a read: DynamoDB refuses a key over 2,048 bytes.
    """
    user_id = caller_of(event)
    order_id = str((event.get("pathParameters") or {}).get("orderId") or "")
    item = orders.find(order_id) if ORDER_ID.allows(order_id) else None
    if item is None or item.get("userId") != user_id:
        raise ProblemError(404, "order-unknown", "There is no such order among yours.")
    return json_response(200, StoredOrder.shown(item))


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    return to_http_response(
        lambda: get_order(event, Orders(environment.read("ORDERS_TABLE"), clock.now)),
        on_defect=lambda: logger.exception("get_order failed"),
        is_passing=aws_clients.is_passing,
    )


at_init(table_client)
