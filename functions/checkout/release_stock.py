"""Compensation: give back the units that the order reserved, if it reserved any.

Errors: ``ProductGoneError`` names the products without a row; the other lines' units are back.

Afterwards a late ``reserve_stock`` of this order is refused.
"""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.stock import Released, Stock
from functions.common import clock, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE", "STEPS_TABLE")


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> Released:
    order = Order.from_payload(event.get("order"))
    records = StepRecords(environment.read("STEPS_TABLE"), clock.now)
    return Stock(environment.read("PRODUCTS_TABLE"), records).release(order)


at_init(table_client)
