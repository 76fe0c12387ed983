"""``POST /checkout``: write the order as PENDING, start its saga, answer 202 at once.

A page sends the amount that it showed. If the shop's prices make another one, nothing is stored.

An order is accepted once it is stored. If its saga does not start here, ``start_saga`` starts it
from the orders table's stream. A repeat with the same ``Idempotency-Key`` answers the same order.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contract.limits import REPEATABLE_DAYS
from contract.orders import PAID_WITH_FIELD, PENDING
from functions.checkout.domain.order import Order
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.pricing import price
from functions.checkout.domain.product import Product
from functions.checkout.domain.wire import RefusedOrderError
from functions.checkout.http import parse_checkout
from functions.checkout.http.problems import (
    ProblemError,
    caller_of,
    json_response,
    to_http_response,
)
from functions.checkout.stores.allowances import Allowances, AllowanceSpentError
from functions.checkout.stores.orders import Orders
from functions.checkout.stores.products import Products
from functions.checkout.stores.saga_executions import (
    Executions,
    SagaNotStartedError,
    SagaRefusedError,
)
from functions.checkout.stores.transactions import StoreBusy
from functions.common import aws_clients, clock, environment
from functions.common.dynamodb import TableItem, table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = (
    "ORDERS_TABLE",
    "PRODUCTS_TABLE",
    "ALLOWANCES_TABLE",
    "STATE_MACHINE_ARN",
    "CHECKOUTS_PER_MINUTE",
)
_ANSWERED = ("orderId", "status", "amountMinor", "currency")


def start_checkout(
    event: LambdaEvent,
    orders: Orders,
    products: Products,
    allowances: Allowances,
    executions: Executions,
) -> ApiResponse:
    """202 with ``{orderId, status, amountMinor, currency}``.

    Raises ``ProblemError`` (400, 401, 409, 422, 429; 503 when prices could not be read) and
    ``RefusedOrderError``.
    """
    user_id = caller_of(event)
    request = parse_checkout.parse(
        event.get("headers") or {}, event.get("body"), bool(event.get("isBase64Encoded"))
    )
    order_id = derive_order_id(user_id, request.idempotency_key)
    item = orders.find(order_id)
    if item is None:
        try:
            order = price(request, _known(products, request), order_id=order_id, user_id=user_id)
            _check_amount(request, order)
            _spend(allowances, user_id)
        except (ProblemError, RefusedOrderError):
            # A concurrent request may have been faster. Then "nothing was ordered" is not true.
            item = orders.find(order_id)
            if item is None:
                raise
            return _repeat(item, request, executions, orders)
        if orders.create(order, request.fingerprint()):
            _start(executions, order)
            return _accepted({**order.to_payload(), "status": PENDING})
        item = orders.existing(order_id)  # a concurrent request was faster: answer its order
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


def _check_amount(request: OrderRequest, order: Order) -> None:
    if request.amount_minor in (None, order.amount_minor):
        return
    raise ProblemError(
        409,
        "amount-changed",
        "Nothing was ordered: the amount is not the one that you were shown. Show amountMinor to "
        "the buyer and send it if the buyer agrees.",
        members={
            "shownAmountMinor": request.amount_minor,
            "amountMinor": order.amount_minor,
            "currency": order.currency,
        },
    )


def _spend(allowances: Allowances, user_id: str) -> None:
    # Only what would be stored counts: a repeat was answered before, a refusal costs no allowance.
    try:
        allowances.spend(user_id)
    except AllowanceSpentError as spent:
        raise ProblemError(
            429,
            "too-many-checkouts",
            "You placed many orders within a minute, and this one was not placed. Repeat it with "
            f"the same Idempotency-Key in {spent.retry_after_seconds} seconds.",
            retry_after_seconds=spent.retry_after_seconds,
        ) from None


def _repeat(
    item: TableItem, request: OrderRequest, executions: Executions, orders: Orders
) -> ApiResponse:
    # Neither a fresh payment token nor another amount asks for another order: the buyer may be
    # charged already, and the advice to use a new key would make a second order.
    fingerprint = request.fingerprint(paid_with=item.get(PAID_WITH_FIELD))
    other_currency = request.currency not in (None, item["currency"])
    if item["requestFingerprint"] != fingerprint or other_currency:
        raise ProblemError(
            422,
            "idempotency-key-reused",
            "This Idempotency-Key was used for another order. Use a new key for a new order.",
        )
    if item["status"] == PENDING:
        # Step Functions forgets an execution's name after 90 days. Once the idempotency records
        # have expired too, a second execution would take the money again.
        if orders.age(item) >= timedelta(days=REPEATABLE_DAYS):
            raise ProblemError(
                422,
                "idempotency-key-expired",
                "This Idempotency-Key's order is too old to be started. Use a new key.",
            )
        _start(executions, Order.from_payload(item))
    return _accepted(item)


def _start(executions: Executions, order: Order) -> None:
    try:
        executions.start(order)
    except (SagaNotStartedError, SagaRefusedError):
        logger.exception(
            "the saga was not started; the orders table's stream starts it", order_id=order.order_id
        )


def _accepted(order: TableItem) -> ApiResponse:
    return json_response(202, {name: order[name] for name in _ANSWERED})


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    return to_http_response(
        lambda: start_checkout(
            event,
            Orders(environment.read("ORDERS_TABLE"), clock.now),
            Products(environment.read("PRODUCTS_TABLE")),
            Allowances(
                environment.read("ALLOWANCES_TABLE"),
                clock.now,
                int(environment.read("CHECKOUTS_PER_MINUTE")),
            ),
            Executions(environment.read("STATE_MACHINE_ARN")),
        ),
        on_defect=lambda: logger.exception("start_checkout failed"),
        is_passing=aws_clients.is_passing,
    )


at_init(table_client, lambda: aws_clients.client("stepfunctions"))
