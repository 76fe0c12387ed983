"""Forward step: take the units of every line of the order, or of none.

Errors: ``OutOfStock`` (business error; its text is the product ids), ``StoreBusy`` (nothing
was written: retry), ``StepBlocked`` (already compensated).
"""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.stock import Reserved, Stock
from functions.common import clock, environment
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE", "STEPS_TABLE")


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> Reserved:
    order = Order.from_payload(event.get("order"))
    records = StepRecords(environment.read("STEPS_TABLE"), clock.now)
    return Stock(environment.read("PRODUCTS_TABLE"), records).reserve(order)
