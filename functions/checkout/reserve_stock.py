"""Saga step: take the units of every line of the order, or of none.

Errors: ``OutOfStock`` (business error; its text is the product ids), ``StoreBusy`` (nothing
happened, retry), ``StepBlocked`` (too late).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.stores.idempotent_steps import Result, StepRecords
from functions.checkout.stores.stock import Stock
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE", "STEPS_TABLE")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> Result:
    order = Order.from_payload(event.get("order"))
    records = StepRecords(environment.read("STEPS_TABLE"), clock.now)
    return Stock(environment.read("PRODUCTS_TABLE"), records).reserve(order)
