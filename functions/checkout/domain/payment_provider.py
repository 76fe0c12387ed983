"""Payments as the checkout sees them: the provider's interface, its errors, a ledger's entry."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Protocol

from functions.checkout.domain.order import CURRENCY, MINOR_UNITS, NAME, TIMESTAMP, Order
from functions.checkout.domain.wire import WireObject, declared, wire

CHARGE = "charge"
REFUND = "refund"


class PaymentDeclined(Exception):
    """The provider refuses this payment: a business error. Do not retry."""


class PaymentProviderTimeout(Exception):
    """The provider did not answer in time. Ambiguous: the money may have been taken."""


class ChargeAfterRefund(Exception):
    """The order was refunded, or its charge was refused for good, before this charge arrived."""


class ChargeMismatch(Exception):
    """The order is already charged with another amount or currency: a defect of the caller."""


@declared
class Movement(WireObject):
    """One entry of the ledger: money taken (charge) or given back (refund, 0 if none was taken)."""

    KIND: ClassVar[str] = "ledger entry"

    payment_key: str = field(metadata=wire(NAME))
    """The order's id."""
    entry: str = field(metadata=wire(NAME))
    amount_minor: int = field(metadata=wire(MINOR_UNITS))
    currency: str = field(metadata=wire(CURRENCY))
    at: str = field(metadata=wire(TIMESTAMP))


class PaymentProvider(Protocol):
    """What the checkout needs of a payment provider."""

    def charge(self, order: Order) -> Movement:
        """Take ``order.amount_minor`` once, even if called again for the same order.

        Raises ``PaymentDeclined``, ``PaymentProviderTimeout`` (may have charged),
        ``ChargeAfterRefund`` or ``ChargeMismatch``.
        """
        ...

    def refund(self, order: Order) -> Movement:
        """Give back what was charged for this order, once, and refuse any later charge."""
        ...
