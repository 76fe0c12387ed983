"""An order as the saga sees it: who buys what, for how much, paid with what.

Payload shape (``order`` in the input of the execution and of every step)::

    {"orderId": "ord-…", "userId": "…", "amountMinor": 2598, "currency": "EUR",
     "paymentToken": "tok_ok",
     "lines": [{"productId": "prod-1", "quantity": 2, "unitPriceMinor": 1299}]}

Money is a whole number of the currency's minor unit (cents), never a float.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.checkout.domain.field_parsing import (
    InvalidOrder,
    require_int,
    require_mapping,
    require_text,
)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product of an order; ``unit_price_minor`` is the shop's price when it was ordered."""

    product_id: str
    quantity: int
    unit_price_minor: int

    def to_payload(self) -> dict[str, Any]:
        return {
            "productId": self.product_id,
            "quantity": self.quantity,
            "unitPriceMinor": self.unit_price_minor,
        }


@dataclass(frozen=True, slots=True)
class Order:
    """What the saga's steps act on. ``amount_minor`` is the sum of the lines."""

    order_id: str
    user_id: str
    lines: tuple[OrderLine, ...]
    amount_minor: int
    currency: str
    payment_token: str

    def to_payload(self) -> dict[str, Any]:
        return {
            "orderId": self.order_id,
            "userId": self.user_id,
            "lines": [line.to_payload() for line in self.lines],
            "amountMinor": self.amount_minor,
            "currency": self.currency,
            "paymentToken": self.payment_token,
        }

    @classmethod
    def from_payload(cls, payload: object) -> Order:
        """Read an order from a step's input or from a stored item.

        Raises
        ------
        InvalidOrder
            Naming the field that is missing, of the wrong type or contradictory.
        """
        fields = require_mapping("order", payload)
        lines = fields.get("lines")
        if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
            raise InvalidOrder("order.lines must be a list of at least one line")
        order = cls(
            order_id=require_text(fields, "orderId"),
            user_id=require_text(fields, "userId"),
            lines=tuple(_line(line) for line in lines),
            amount_minor=require_int(fields, "amountMinor"),
            currency=require_text(fields, "currency"),
            payment_token=require_text(fields, "paymentToken"),
        )
        total = total_minor(order.lines)
        if order.amount_minor != total:
            raise InvalidOrder(
                f"order.amountMinor of {order.order_id} is {order.amount_minor}, "
                f"but its lines add up to {total}"
            )
        return order


def total_minor(lines: Sequence[OrderLine]) -> int:
    """The sum of quantity x unit price, in minor units."""
    return sum(line.quantity * line.unit_price_minor for line in lines)


def _line(payload: object) -> OrderLine:
    fields = require_mapping("order.lines[]", payload)
    return OrderLine(
        product_id=require_text(fields, "productId"),
        quantity=require_int(fields, "quantity", minimum=1),
        unit_price_minor=require_int(fields, "unitPriceMinor"),
    )
