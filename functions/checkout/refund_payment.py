"""Compensation: give back what was taken for the order, if anything was.

Safe whatever became of the charge (done, declined, unknown, never begun). It first blocks the
charge step. The provider then refunds by the order's id and refuses any charge of it from then on.
"""

from __future__ import annotations

from typing import Any

from contract.orders import CHARGE_PAYMENT, REFUND_PAYMENT
from functions.checkout.domain.order import Order
from functions.checkout.domain.payment_provider import PaymentProvider
from functions.checkout.domain.wire import Fields
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.payment_ledger import SimulatedPaymentProvider
from functions.common import clock, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PAYMENTS_TABLE", "STEPS_TABLE")


def refund_payment(order: Order, provider: PaymentProvider, records: StepRecords) -> Fields:
    """The refund's ``Movement`` as JSON; its amount is 0 if nothing was taken."""

    def resolve() -> Fields:
        records.block(order.order_id, CHARGE_PAYMENT)
        return provider.refund(order).to_payload()

    return records.run_once(order.order_id, REFUND_PAYMENT, resolve)


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> Fields:
    order = Order.from_payload(event.get("order"))
    provider = SimulatedPaymentProvider(environment.read("PAYMENTS_TABLE"), clock.now)
    return refund_payment(order, provider, StepRecords(environment.read("STEPS_TABLE"), clock.now))


at_init(table_client)
