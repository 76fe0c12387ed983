"""Payments as the checkout sees them: the provider's interface and errors, a ledger's entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from functions.checkout.domain.order import Order

CHARGE = "charge"
REFUND = "refund"


class PaymentDeclined(Exception):
    """The provider refuses this payment: a business error, retrying is no use."""


class PaymentProviderTimeout(Exception):
    """No answer in time. Ambiguous: the money may have been taken."""


class ChargeAfterRefund(Exception):
    """The order was refunded (or its charge refused for good) before this charge arrived."""


class ChargeMismatch(Exception):
    """The order is already charged with another amount or currency: a defect of the caller."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry of the ledger: money taken (charge) or given back (refund, 0 if none was taken)."""

    order_id: str
    entry: str
    amount_minor: int
    currency: str
    at: str

    def to_payload(self) -> dict[str, Any]:
        return {
            "paymentKey": self.order_id,
            "entry": self.entry,
            "amountMinor": self.amount_minor,
            "currency": self.currency,
            "at": self.at,
        }


class PaymentProvider(Protocol):
    """What the checkout needs of a payment provider."""

    def charge(self, order: Order) -> Movement:
        """Take ``order.amount_minor`` once, however often it is called for this order.

        Raises ``PaymentDeclined``, ``PaymentProviderTimeout`` (may have charged),
        ``ChargeAfterRefund`` or ``ChargeMismatch``.
        """
        ...

    def refund(self, order: Order) -> Movement:
        """Give back what was charged for this order, once, and refuse any later charge."""
        ...
