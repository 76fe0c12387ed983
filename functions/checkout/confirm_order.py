"""Saga step: the pivot. The stored order accepts that money and stock are its own now.

It moves nothing, so it has no compensation. Error: ``OrderNotPending`` when the order has ended
or is not the one that the saga was started with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.order import Order
from functions.checkout.orders import Orders
from functions.checkout.steps import Result, StepRecords
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE", "STEPS_TABLE")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> Result:
    order = Order.from_payload(event.get("order"))
    records = StepRecords(environment.read("STEPS_TABLE"), clock.now)
    return Orders(environment.read("ORDERS_TABLE"), clock.now).confirm(order, records)
