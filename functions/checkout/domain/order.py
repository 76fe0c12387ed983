"""The order: who buys what, for how much, paid with what.

Every field of an order is declared here, once. ``POST /checkout``, the table's row, the saga's
payload, the request's fingerprint and the buyer's view follow from the declaration. To add a field
that buyers choose, declare it in ``Choices`` or, for a line, in ``RequestedLine``. Money is a whole
number of the currency's minor unit (cents).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import ClassVar, Self

from contract.orders import PAID_WITH_FIELD
from functions.checkout.domain.rules import MAX_EXACT, InvalidOrder, Text, Whole
from functions.checkout.domain.wire import Fields, ListOf, WireObject, declared, wire

ORDER_ID = Text(r"ord-[0-9a-f]{40}", "an order's id", is_key=True)
USER_ID = Text(r".+", "the sub of the buyer's token")
PRODUCT_ID = Text(
    r"[!-~]{1,128}", "1 to 128 printable ASCII characters without spaces", is_key=True
)
QUANTITY = Whole(1, 99)
MINOR_UNITS = Whole(0, MAX_EXACT)
CURRENCY = Text(r"[A-Z]{3}", "three capital letters, such as EUR")
PAYMENT_TOKEN = Text(r"[A-Za-z0-9_-]{1,128}", "the token that your payment form gave you")
TIMESTAMP = Text(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "a time in UTC with milliseconds")
NAME = Text(r".+", "a text")
WITHHELD = "(withheld)"
"""Stands for a payment token that stayed in the orders table. No token has parentheses."""


@declared
class RequestedLine(WireObject):
    """One product, and how many units of it the buyer wants."""

    KIND: ClassVar[str] = "order.lines[]"

    product_id: str = field(metadata=wire(PRODUCT_ID))
    quantity: int = field(metadata=wire(QUANTITY))


@declared
class OrderLine(RequestedLine):
    """A line at the shop's price for one unit, as it was when the order was placed."""

    unit_price_minor: int = field(metadata=wire(MINOR_UNITS))


@declared
class Choices(WireObject):
    """What the buyer chooses and the order keeps as it was sent.

    All of it enters the request's fingerprint, an optional field only when it is given: the
    fingerprints of requests without the field stay what they were before it was declared.
    """

    payment_token: str = field(metadata=wire(PAYMENT_TOKEN, when_absent="tok_ok"))


@declared
class Order(Choices):
    """The order that the saga's steps act on. ``amount_minor`` is the sum of its lines."""

    order_id: str = field(metadata=wire(ORDER_ID, shown=True))
    amount_minor: int = field(metadata=wire(MINOR_UNITS, shown=True))
    currency: str = field(metadata=wire(CURRENCY, shown=True))
    user_id: str = field(metadata=wire(USER_ID))
    lines: tuple[OrderLine, ...] = field(metadata=wire(ListOf(OrderLine), shown=True))

    @classmethod
    def from_payload(cls, payload: object) -> Self:
        """An order with or without its payment token.

        Also raises ``InvalidOrder`` when the lines do not add up to the amount.
        """
        if isinstance(payload, Mapping):
            payload = {PAID_WITH_FIELD: WITHHELD, **payload}
        order = super().from_payload(payload)
        total = total_minor(order.lines)
        if order.amount_minor != total:
            raise InvalidOrder(
                f"order.amountMinor of {order.order_id} is {order.amount_minor}, "
                f"but its lines add up to {total}"
            )
        return order

    def to_saga(self) -> Fields:
        """What the saga's executions are given: the order without its payment token."""
        payload = self.to_payload()
        del payload[PAID_WITH_FIELD]
        return payload

    def paid_with(self, row: Mapping[str, object] | None) -> Self:
        """The order with its payment token, from its row unless it was given with the order.

        ``InvalidOrder`` when neither has one.
        """
        if self.payment_token != WITHHELD:
            return self
        if row is None:
            raise InvalidOrder(f"there is no such order: {self.order_id}")
        return replace(self, **self.read(row, "payment_token"))


def total_minor(lines: Sequence[OrderLine]) -> int:
    """The sum of quantity x unit price, in minor units."""
    return sum(line.quantity * line.unit_price_minor for line in lines)
