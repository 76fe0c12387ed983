"""Forward step: take the order's money, once.

Errors: ``PaymentDeclined`` (business error), ``PaymentProviderTimeout`` (ambiguous: compensate),
``StoreBusy`` (nothing was written: retry), ``StepBlocked`` and ``ChargeAfterRefund`` (already
compensated).
"""

from __future__ import annotations

from typing import Any

from contract.orders import CHARGE_PAYMENT
from functions.checkout.domain.order import Order
from functions.checkout.domain.payment_provider import PaymentProvider
from functions.checkout.domain.wire import Fields
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.payment_ledger import SimulatedPaymentProvider
from functions.common import clock, environment
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PAYMENTS_TABLE", "STEPS_TABLE")


def charge_payment(order: Order, provider: PaymentProvider, records: StepRecords) -> Fields:
    """The charge's ``Movement`` as JSON."""
    return records.run_once(
        order.order_id, CHARGE_PAYMENT, lambda: provider.charge(order).to_payload()
    )


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> Fields:
    order = Order.from_payload(event.get("order"))
    provider = SimulatedPaymentProvider(environment.read("PAYMENTS_TABLE"), clock.now)
    return charge_payment(order, provider, StepRecords(environment.read("STEPS_TABLE"), clock.now))
