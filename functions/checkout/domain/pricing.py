"""Prices a checkout request. Pure. The prices that count are those of the shop's own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from functions.checkout.domain.order import (
    Choices,
    Order,
    OrderLine,
    RequestedLine,
    total_minor,
)
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.rules import as_int
from functions.checkout.domain.wire import RefusedOrderError


class Product(TypedDict):
    """What the shop shows of a product."""

    productId: str
    name: str
    description: NotRequired[str]
    unitPriceMinor: int
    currency: str
    stock: int


def price(
    request: OrderRequest, products: Mapping[str, Product], *, order_id: str, user_id: str
) -> Order:
    """The order at the shop's prices. ``products`` holds the products by id.

    Raises ``RefusedOrderError`` for an unknown product and for currencies that do not fit.
    """
    unknown = [line.product_id for line in request.lines if line.product_id not in products]
    if unknown:
        raise RefusedOrderError("unknown-product", f"No such product: {', '.join(unknown)}.")
    currencies = sorted({str(products[line.product_id]["currency"]) for line in request.lines})
    if len(currencies) > 1:
        raise RefusedOrderError(
            "mixed-currencies",
            f"One order has one currency; these products have {', '.join(currencies)}. "
            "Check out once per currency.",
        )
    if request.currency not in (None, currencies[0]):
        raise RefusedOrderError(
            "currency-mismatch",
            f"These products are sold in {currencies[0]}, not in {request.currency}.",
        )
    lines = tuple(
        OrderLine(
            **line.values(RequestedLine),
            unit_price_minor=_unit_price(products[line.product_id]),
        )
        for line in request.lines
    )
    return Order(
        order_id=order_id,
        user_id=user_id,
        lines=lines,
        amount_minor=total_minor(lines),
        currency=currencies[0],
        **request.values(Choices),
    )


def _unit_price(product: Product) -> int:
    minor = as_int(product.get("unitPriceMinor"))
    if minor is None or minor < 0:
        # The shop's own table is wrong: an operator must see it, the client cannot mend it.
        raise ValueError(
            f"product {product.get('productId')!r}: unitPriceMinor must be a whole number of "
            f"minor units, 0 or more; the products table holds {product.get('unitPriceMinor')!r}"
        )
    return minor
