"""``POST /checkout``: write the order as PENDING, start its saga, answer 202 at once.

A repeat with the same ``Idempotency-Key`` answers the same order. While that order is PENDING the
repeat also starts the execution again, under the same name and input, which Step Functions makes
one: so a crash between the two writes heals with the client's next try.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from functions.checkout import order_request
from functions.checkout.order import Order, derive_order_id
from functions.checkout.order_request import OrderRequest
from functions.checkout.orders import PENDING, Item, Orders
from functions.checkout.problems import HttpResponse, Problem, answer, caller_of, json_response
from functions.checkout.products import Products
from functions.checkout.steps import RECORD_DAYS
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE", "PRODUCTS_TABLE", "STATE_MACHINE_ARN")

StartSaga = Callable[[Order], None]


def start_checkout(
    event: Mapping[str, Any], orders: Orders, products: Products, start_saga: StartSaga
) -> HttpResponse:
    """202 with ``{orderId, status}``; problems are 400, 401, 422, or 503 for no saga."""
    user_id = caller_of(event)
    request = order_request.parse(
        event.get("headers") or {}, event.get("body"), bool(event.get("isBase64Encoded"))
    )
    order_id = derive_order_id(user_id, request.idempotency_key)
    item = orders.find(order_id)
    if item is None:
        known = products.by_id([line.product_id for line in request.lines])
        order = order_request.price(request, known, order_id, user_id)
        if orders.create(order, request.fingerprint):
            start_saga(order)
            return _accepted(order_id, PENDING)
        item = orders.find(order_id) or {}  # a twin request was first: answer its order
    return _repeat(item, request, start_saga, orders.age(item))


def start_execution(client: Any, state_machine_arn: str, order: Order) -> None:
    """Start the order's saga; that it is or was running already is as good.

    Raises
    ------
    Problem
        503: the order is stored; the same request again starts its saga.
    """
    try:
        client.start_execution(
            stateMachineArn=state_machine_arn,
            name=order.order_id,
            input=json.dumps({"order": order.to_payload()}, separators=(",", ":"), sort_keys=True),
        )
    except (ClientError, BotoCoreError) as error:
        if _exists_already(error):
            return
        logger.exception("the saga could not be started", order_id=order.order_id)
        raise Problem(
            503,
            "checkout-unavailable",
            "The checkout could not start. Repeat with the same Idempotency-Key: an order "
            "is never charged twice.",
        ) from error


def _repeat(
    item: Item, request: OrderRequest, start_saga: StartSaga, age: timedelta
) -> HttpResponse:
    other_currency = request.currency not in (None, item["currency"])
    if item["requestFingerprint"] != request.fingerprint or other_currency:
        raise Problem(
            422,
            "idempotency-key-reused",
            "This Idempotency-Key was used for another order. Use a new key for a new order.",
        )
    if item["status"] == PENDING:
        # The name of an execution is free again after 90 days; without the records that keep the
        # saga's steps from happening twice it must not be started anew.
        if age >= timedelta(days=RECORD_DAYS):
            raise Problem(
                422,
                "idempotency-key-expired",
                "This Idempotency-Key's order is too old to be started. Use a new key.",
            )
        start_saga(Order.from_payload(item))
    return _accepted(item["orderId"], item["status"])


def _exists_already(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return False
    return bool(error.response["Error"]["Code"] == "ExecutionAlreadyExists")


def _accepted(order_id: str, status: str) -> HttpResponse:
    return json_response(202, {"orderId": order_id, "status": status})


@cache
def _step_functions() -> Any:
    return boto3.client("stepfunctions")


def _start_configured_saga(order: Order) -> None:
    start_execution(_step_functions(), environment.read("STATE_MACHINE_ARN"), order)


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> HttpResponse:
    return answer(
        lambda: start_checkout(
            event,
            Orders(environment.read("ORDERS_TABLE"), clock.now),
            Products(environment.read("PRODUCTS_TABLE")),
            _start_configured_saga,
        ),
        on_defect=lambda: logger.exception("start_checkout failed"),
    )
