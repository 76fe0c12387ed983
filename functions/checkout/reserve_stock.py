"""Forward step: take the units of every line of the order, or of none.

Errors: ``OutOfStock`` (business error; its text is the product ids), ``StoreBusy`` (a table
did not serve the step: retry), ``StepBlocked`` (already compensated).
"""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.domain.rules import InvalidOrder
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.stock import Reserved, Stock
from functions.checkout.stores.transactions import busy_while_unserved
from functions.common import clock, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE", "STEPS_TABLE")
MAX_LINES = 99
"""DynamoDB's transactions have at most 100 items; one is the step's record."""


def check_lines(order: Order) -> None:
    """``InvalidOrder`` for lines that one transaction cannot take. No checkout accepts such."""
    products = {line.product_id for line in order.lines}
    if len(order.lines) > MAX_LINES:
        raise InvalidOrder(f"order.lines must have at most {MAX_LINES}, got {len(order.lines)}")
    if len(products) < len(order.lines):
        raise InvalidOrder("order.lines must name each product once")


@logger.inject_lambda_context
@busy_while_unserved()
def handler(event: LambdaEvent, context: Any) -> Reserved:
    order = Order.from_payload(event.get("order"))
    check_lines(order)
    records = StepRecords(environment.read("STEPS_TABLE"), clock.now)
    return Stock(environment.read("PRODUCTS_TABLE"), records).reserve(order)


at_init(table_client)
