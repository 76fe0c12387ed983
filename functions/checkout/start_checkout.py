"""``POST /checkout``: write the order as PENDING, start its saga, answer 202 at once.

Storing the order accepts it. Should its saga not start here, ``start_saga`` behind the orders
table's stream starts it. A repeat with the same ``Idempotency-Key`` answers the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.outcome import PENDING, Item
from functions.checkout.domain.pricing import price
from functions.checkout.http import parse_checkout
from functions.checkout.http.problems import (
    HttpResponse,
    ProblemError,
    caller_of,
    json_response,
    to_http_response,
)
from functions.checkout.stores.dynamodb import StoreBusy
from functions.checkout.stores.idempotent_steps import RECORD_DAYS
from functions.checkout.stores.orders import Orders
from functions.checkout.stores.products import Product, Products
from functions.checkout.stores.saga_executions import Executions, SagaNotStartedError
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE", "PRODUCTS_TABLE", "STATE_MACHINE_ARN")


def start_checkout(
    event: Mapping[str, Any], orders: Orders, products: Products, executions: Executions
) -> HttpResponse:
    """202 with ``{orderId, status}``. Raises ``ProblemError`` (400, 401, 422, or 503 for unread
    prices) and ``PricingError`` (422)."""
    user_id = caller_of(event)
    request = parse_checkout.parse(
        event.get("headers") or {}, event.get("body"), bool(event.get("isBase64Encoded"))
    )
    order_id = derive_order_id(user_id, request.idempotency_key)
    item = orders.find(order_id)
    if item is None:
        order = price(request, _known(products, request), order_id, user_id)
        if orders.create(order, request.fingerprint):
            _start(executions, order)
            return _accepted(order_id, PENDING)
        item = orders.existing(order_id)  # a twin request was first: answer its order
    return _repeat(item, request, executions, orders)


def _known(products: Products, request: OrderRequest) -> dict[str, Product]:
    try:
        return products.by_id([line.product_id for line in request.lines])
    except StoreBusy as busy:
        raise ProblemError(
            503,
            "checkout-unavailable",
            "Nothing was ordered. Repeat with the same Idempotency-Key in a moment.",
        ) from busy


def _repeat(
    item: Item, request: OrderRequest, executions: Executions, orders: Orders
) -> HttpResponse:
    other_currency = request.currency not in (None, item["currency"])
    if item["requestFingerprint"] != request.fingerprint or other_currency:
        raise ProblemError(
            422,
            "idempotency-key-reused",
            "This Idempotency-Key was used for another order. Use a new key for a new order.",
        )
    if item["status"] == PENDING:
        # The name of an execution is free again after 90 days; without the records that keep the
        # saga's steps from happening twice it must not be started anew.
        if orders.age(item) >= timedelta(days=RECORD_DAYS):
            raise ProblemError(
                422,
                "idempotency-key-expired",
                "This Idempotency-Key's order is too old to be started. Use a new key.",
            )
        _start(executions, Order.from_payload(item))
    return _accepted(item["orderId"], item["status"])


def _start(executions: Executions, order: Order) -> None:
    try:
        executions.start(order)
    except SagaNotStartedError:
        logger.exception("not started at once; left to the stream", order_id=order.order_id)


def _accepted(order_id: str, status: str) -> HttpResponse:
    return json_response(202, {"orderId": order_id, "status": status})


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> HttpResponse:
    return to_http_response(
        lambda: start_checkout(
            event,
            Orders(environment.read("ORDERS_TABLE"), clock.now),
            Products(environment.read("PRODUCTS_TABLE")),
            Executions(environment.read("STATE_MACHINE_ARN")),
        ),
        on_defect=lambda: logger.exception("start_checkout failed"),
    )
