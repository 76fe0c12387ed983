"""Saga compensation: give back what was taken for the order, if anything was.

Safe whatever became of the charge (done, declined, unknown, never begun): it first refuses any
later charge step, then has the provider resolve the charge by the same key, which also refuses
any charge still on its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.domain.payment_provider import PaymentProvider
from functions.checkout.stores.idempotent_steps import CHARGE_STEP, REFUND_STEP, Result, StepRecords
from functions.checkout.stores.payment_ledger import SimulatedPaymentProvider
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PAYMENTS_TABLE", "STEPS_TABLE")


def refund_payment(order: Order, provider: PaymentProvider, records: StepRecords) -> Result:
    """The refund as ``{paymentKey, entry, amountMinor, currency, at}``; 0 if nothing was taken."""

    def resolve() -> Result:
        records.block(order.order_id, CHARGE_STEP)
        return provider.refund(order).to_payload()

    return records.run_once(order.order_id, REFUND_STEP, resolve)


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> Result:
    order = Order.from_payload(event.get("order"))
    provider = SimulatedPaymentProvider(environment.read("PAYMENTS_TABLE"), clock.now)
    return refund_payment(order, provider, StepRecords(environment.read("STEPS_TABLE"), clock.now))
