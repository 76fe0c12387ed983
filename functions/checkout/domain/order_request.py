"""What a client asks for with ``POST /checkout``: read and checked, not yet priced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import field, fields, replace
from typing import Self

from functions.checkout.domain.order import CURRENCY, MINOR_UNITS, Choices, RequestedLine
from functions.checkout.domain.rules import Text
from functions.checkout.domain.wire import (
    RefusedOrderError,
    WireObject,
    declared,
    is_optional,
    sent_by_client,
    wire,
    wire_name,
)

IDEMPOTENCY_KEY = Text(
    r"[ -+\--~]{1,128}",
    # API Gateway joins the values of a header that was sent twice with a comma.
    "one value of 1 to 128 printable ASCII characters without a comma",
)
MAX_LINES = 20
"""Lines of an order. With the step's record they fit one DynamoDB transaction (100 items)."""


@declared
class OrderRequest(Choices):
    """``currency`` is the one that the buyer expects to pay in; None accepts the shop's.

    ``amount_minor`` is what the page showed as the amount to pay; None accepts the shop's prices.
    """

    idempotency_key: str
    lines: tuple[RequestedLine, ...]
    currency: str | None = field(default=None, metadata=wire(CURRENCY))
    amount_minor: int | None = field(default=None, metadata=wire(MINOR_UNITS))

    @classmethod
    def from_body(cls, idempotency_key: str, body: Mapping[str, object]) -> Self:
        """The request in a body ``{"lines": [{"productId", "quantity"}], …}``.

        Fields that are not declared are ignored, prices above all: the prices that count are in
        the shop's own table. Raises ``RefusedOrderError``.
        """
        lines = _lines(body.get("lines"))
        return cls(idempotency_key=idempotency_key, lines=lines, **sent_by_client(cls, body))

    def fingerprint(self, *, paid_with: str | None = None) -> str:
        """Equal for equal orders, whatever the order of lines, the white space and the prices.

        The row of an order keeps it. It must not change for a request of today, or a repeat that
        crosses a deployment is refused. A repeat may come with a fresh payment token: it asks for
        the stored order if it has that row's fingerprint when ``paid_with`` that row's token.
        """
        asked = self if paid_with is None else replace(self, payment_token=paid_with)
        lines = sorted(self.lines, key=lambda line: line.product_id)
        chosen = [[_given(line, RequestedLine) for line in lines], *_given(asked, Choices)]
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()


def _given(source: WireObject, kind: type[WireObject]) -> list[object]:
    """The required fields' values, then an object of the optional fields that are set, if any."""
    required = [getattr(source, each.name) for each in fields(kind) if not is_optional(each)]
    optional = {
        wire_name(each.name): value
        for each in fields(kind)
        if is_optional(each) and (value := getattr(source, each.name)) is not None
    }
    return [*required, optional] if optional else required


def _lines(value: object) -> tuple[RequestedLine, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise RefusedOrderError(
            "no-lines", "lines must be a list of at least one {productId, quantity}."
        )
    if len(value) > MAX_LINES:
        raise RefusedOrderError(
            "too-many-lines", f"An order has at most {MAX_LINES} lines, not {len(value)}."
        )
    lines = tuple(_line(index, line) for index, line in enumerate(value))
    ids = [line.product_id for line in lines]
    duplicates = sorted({product_id for product_id in ids if ids.count(product_id) > 1})
    if duplicates:
        raise RefusedOrderError(
            "duplicate-lines",
            f"Each product may appear once, in one quantity. Repeated: {', '.join(duplicates)}.",
        )
    return lines


def _line(index: int, value: object) -> RequestedLine:
    if not isinstance(value, Mapping):
        raise RefusedOrderError(
            "invalid-line", f"lines[{index}] must be an object with productId and quantity."
        )
    return RequestedLine(**sent_by_client(RequestedLine, value, f"lines[{index}]."))
