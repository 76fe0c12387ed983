"""Saga step: take the order's money, once.

Errors: ``PaymentDeclined`` (business error), ``PaymentProviderTimeout`` (ambiguous: compensate),
``StoreBusy`` (nothing happened, retry), ``StepBlocked`` and ``ChargeAfterRefund`` (too late).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.domain.payment_provider import PaymentProvider
from functions.checkout.stores.idempotent_steps import CHARGE_STEP, Result, StepRecords
from functions.checkout.stores.payment_ledger import SimulatedPaymentProvider
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PAYMENTS_TABLE", "STEPS_TABLE")


def charge_payment(order: Order, provider: PaymentProvider, records: StepRecords) -> Result:
    """The charge as ``{paymentKey, entry, amountMinor, currency, at}``."""
    return records.run_once(
        order.order_id, CHARGE_STEP, lambda: provider.charge(order).to_payload()
    )


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> Result:
    order = Order.from_payload(event.get("order"))
    provider = SimulatedPaymentProvider(environment.read("PAYMENTS_TABLE"), clock.now)
    return charge_payment(order, provider, StepRecords(environment.read("STEPS_TABLE"), clock.now))
