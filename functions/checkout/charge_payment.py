"""Forward step: take the order's money, once.

The payment token is read from the orders table. An execution that was started when tokens still
travelled has it in its input.

Errors: ``PaymentDeclined`` (business error), ``PaymentProviderTimeout`` (ambiguous: compensate),
``StoreBusy`` (a table did not serve the step: retry), ``StepBlocked`` and ``ChargeAfterRefund``
(already compensated).
"""

from __future__ import annotations

from typing import Any

from contract.orders import CHARGE_PAYMENT
from functions.checkout.domain.order import WITHHELD, Order
from functions.checkout.domain.payment_provider import PaymentProvider
from functions.checkout.domain.wire import Fields
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.orders import Orders
from functions.checkout.stores.payment_ledger import SimulatedPaymentProvider
from functions.checkout.stores.transactions import busy_while_unserved
from functions.common import clock, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE", "PAYMENTS_TABLE", "STEPS_TABLE")


def charge_payment(
    order: Order, provider: PaymentProvider, records: StepRecords, orders: Orders
) -> Fields:
    """The charge's ``Movement`` as JSON."""

    def charge() -> Fields:
        row = orders.find(order.order_id) if order.payment_token == WITHHELD else None
        return provider.charge(order.paid_with(row)).to_payload()

    return records.run_once(order.order_id, CHARGE_PAYMENT, charge)


@logger.inject_lambda_context
@busy_while_unserved()
def handler(event: LambdaEvent, context: Any) -> Fields:
    order = Order.from_payload(event.get("order"))
    provider = SimulatedPaymentProvider(environment.read("PAYMENTS_TABLE"), clock.now)
    records = StepRecords(environment.read("STEPS_TABLE"), clock.now)
    orders = Orders(environment.read("ORDERS_TABLE"), clock.now)
    return charge_payment(order, provider, records, orders)


at_init(table_client)
