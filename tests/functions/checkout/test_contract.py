"""Errors' class names are contract's: definitions, alarms and logs know errors by them."""

from __future__ import annotations

import pytest

from contract import orders
from functions.checkout.domain.payment_provider import PaymentDeclined, PaymentProviderTimeout
from functions.checkout.stores.order_outcomes import OutcomeRefused
from functions.checkout.stores.stock import OutOfStock
from functions.checkout.stores.transactions import StoreBusy


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (PaymentDeclined, orders.PAYMENT_DECLINED),
        (OutOfStock, orders.OUT_OF_STOCK),
        (PaymentProviderTimeout, orders.PAYMENT_PROVIDER_TIMEOUT),
        (StoreBusy, orders.STORE_BUSY),
        (OutcomeRefused, orders.OUTCOME_REFUSED),
    ],
)
def test_an_error_is_called_what_the_contract_calls_it(error: type[Exception], name: str) -> None:
    assert error.__name__ == name
