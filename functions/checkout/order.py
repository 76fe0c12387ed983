"""An order as the saga sees it: who buys what, for how much, paid with what.

Payload shape (``order`` in the input of the execution and of every step)::

    {"orderId": "ord-…", "userId": "…", "amountMinor": 2598, "currency": "EUR",
     "paymentToken": "tok_ok",
     "lines": [{"productId": "prod-1", "quantity": 2, "unitPriceMinor": 1299}]}

Money is a whole number of the currency's minor unit (cents), never a float.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


class InvalidOrder(Exception):
    """A step was handed an order it cannot read: a defect of the caller, retrying is no use."""


def derive_order_id(user_id: str, idempotency_key: str) -> str:
    """The order's id, also the execution's name: one key of one user is one order, always."""
    digest = hashlib.sha256(f"{user_id}\n{idempotency_key}".encode()).hexdigest()
    return f"ord-{digest[:40]}"


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
        fields = _mapping("order", payload)
        lines = fields.get("lines")
        if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
            raise InvalidOrder("order.lines must be a list of at least one line")
        order = cls(
            order_id=_text(fields, "orderId"),
            user_id=_text(fields, "userId"),
            lines=tuple(_line(line) for line in lines),
            amount_minor=_whole(fields, "amountMinor"),
            currency=_text(fields, "currency"),
            payment_token=_text(fields, "paymentToken"),
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
    fields = _mapping("order.lines[]", payload)
    return OrderLine(
        product_id=_text(fields, "productId"),
        quantity=_whole(fields, "quantity", minimum=1),
        unit_price_minor=_whole(fields, "unitPriceMinor"),
    )


def _mapping(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidOrder(f"{name} must be an object, got {type(value).__name__}")
    return value


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidOrder(f"order field {name} must be a non-empty string")
    return value


def _whole(fields: Mapping[str, Any], name: str, minimum: int = 0) -> int:
    value = fields.get(name)
    # DynamoDB answers numbers as Decimal, JSON as int (or as a whole float after Step Functions).
    whole = whole_number(value)
    if whole is None or whole < minimum:
        raise InvalidOrder(f"order field {name} must be a whole number of at least {minimum}")
    return whole


def whole_number(value: object) -> int | None:
    """``value`` as an int when it is one, whatever its numeric type; never rounds."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if not math.isfinite(value) or value != int(value):
        return None
    return int(value)
