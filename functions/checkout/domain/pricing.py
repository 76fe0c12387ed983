"""Prices a checkout request. Pure. The prices that count are those of the shop's own table."""

from __future__ import annotations

from collections.abc import Mapping

from functions.checkout.domain.order import (
    MINOR_UNITS,
    Choices,
    Order,
    OrderLine,
    RequestedLine,
    total_minor,
)
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.product import Product
from functions.checkout.domain.wire import RefusedOrderError


def price(
    request: OrderRequest, products: Mapping[str, Product], *, order_id: str, user_id: str
) -> Order:
    """The order at the shop's prices. ``products`` holds the products by id.

    Raises ``RefusedOrderError`` for an unknown product, for currencies that do not fit, and for an
    amount that a page could not show.
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
            unit_price_minor=products[line.product_id]["unitPriceMinor"],
        )
        for line in request.lines
    )
    amount_minor = total_minor(lines)
    if not MINOR_UNITS.allows(amount_minor):
        raise RefusedOrderError(
            "amount-too-large",
            f"The order's amount must be {MINOR_UNITS.meaning}. Order fewer units at once.",
        )
    return Order(
        order_id=order_id,
        user_id=user_id,
        lines=lines,
        amount_minor=amount_minor,
        currency=currencies[0],
        **request.values(Choices),
    )
