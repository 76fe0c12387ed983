"""Pricing of a checkout request: pure. What counts is the price in the shop's own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.domain.field_parsing import as_int
from functions.checkout.domain.order import Order, OrderLine, total_minor
from functions.checkout.domain.order_request import OrderRequest


class PricingError(Exception):
    """The request cannot be priced: it asks for something impossible.

    ``code`` is the stable name of what is wrong, ``detail`` one sentence for the client.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def price(
    request: OrderRequest, products: Mapping[str, Mapping[str, Any]], order_id: str, user_id: str
) -> Order:
    """The order at the shop's prices. ``products`` holds the product items by id.

    Raises ``PricingError`` for an unknown product and for currencies that do not fit.
    """
    unknown = [line.product_id for line in request.lines if line.product_id not in products]
    if unknown:
        raise PricingError("unknown-product", f"No such product: {', '.join(unknown)}.")
    currencies = sorted({str(products[line.product_id]["currency"]) for line in request.lines})
    if len(currencies) > 1:
        raise PricingError(
            "mixed-currencies",
            f"One order has one currency; these products have {', '.join(currencies)}. "
            "Check out once per currency.",
        )
    if request.currency not in (None, currencies[0]):
        raise PricingError(
            "currency-mismatch",
            f"These products are sold in {currencies[0]}, not in {request.currency}.",
        )
    lines = tuple(
        OrderLine(line.product_id, line.quantity, _unit_price(products[line.product_id]))
        for line in request.lines
    )
    return Order(order_id, user_id, lines, total_minor(lines), currencies[0], request.payment_token)


def _unit_price(product: Mapping[str, Any]) -> int:
    minor = as_int(product.get("unitPriceMinor"))
    if minor is None or minor < 0:
        # Our own table is wrong: a defect for the operators, not a problem of the client's.
        raise ValueError(
            f"product {product.get('productId')!r}: unitPriceMinor must be a whole number of "
            f"minor units, 0 or more; the products table holds {product.get('unitPriceMinor')!r}"
        )
    return minor
