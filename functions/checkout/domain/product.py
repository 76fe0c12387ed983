"""A product as the shop shows and sells it. People write its row: it is checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, NotRequired, TypedDict, cast

from functions.checkout.domain.order import CURRENCY, MINOR_UNITS, PRODUCT_ID
from functions.checkout.domain.rules import MAX_EXACT, Flag, Rule, Text, Whole, kind_of

_SHOWN_ID = 128
"""Characters of a wrong product's id that are told: a log entry stays short."""


class Product(TypedDict):
    """What the shop shows of a product."""

    productId: str
    name: str
    description: NotRequired[str]
    unitPriceMinor: int
    currency: str
    stock: int


class StoredProduct(Product):
    """What the shop reads of a product's row."""

    unlisted: NotRequired[bool]
    """The product list leaves the product out. Whoever knows its id can order it."""


RULES: Mapping[str, Rule] = {
    "productId": PRODUCT_ID,
    "name": Text(r"(?s).*\S.*", "a text that is not blank"),
    "description": Text(r"(?s).*", "a text"),
    "unitPriceMinor": MINOR_UNITS,
    "currency": CURRENCY,
    "stock": Whole(0, MAX_EXACT),
}
"""What each field of a product must be."""
_ROW_RULES: Mapping[str, Rule] = {**RULES, "unlisted": Flag()}
"""What the shop reads of a row. Other fields are the shop's own business."""
_OPTIONAL = ("description", "unlisted")


class WrongProduct(NamedTuple):
    """A row that can be neither shown nor sold."""

    product_id: str
    fault: str
    """``name must be a text that is not blank, got nothing``. It has no text of the row."""


def read_product(row: Mapping[str, Any]) -> StoredProduct | WrongProduct:
    """The product in a row of plain values, with the fields that the shop reads."""
    given = {name: row[name] for name in _ROW_RULES if row.get(name) is not None}  # null is nothing
    for name, rule in _ROW_RULES.items():
        if name not in given and name in _OPTIONAL:
            continue
        if not rule.allows(given.get(name)):
            fault = f"{name} must be {rule.meaning}, got {_told(given.get(name))}"
            return WrongProduct(str(row.get("productId"))[:_SHOWN_ID], fault)
    return cast(StoredProduct, given)  # the rules are its fields


def _told(value: object) -> str:
    """A number is told: without it, nobody sees what is wrong with it."""
    if value is None:
        return "nothing"
    return repr(value) if type(value) in (int, float) else kind_of(value)
