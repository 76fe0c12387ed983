"""The products table, as the product list and the pricing read it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, cast

from contract.tables import PRODUCTS_KEY
from functions.checkout.domain.product import Product, StoredProduct, WrongProduct, read_product
from functions.checkout.stores.table import plain
from functions.checkout.stores.transactions import StoreBusy
from functions.common.dynamodb import DynamoDbRequest, TableItem, row_key, table_client
from functions.common.observability import logger
from functions.common.retries import Retries

_RETRIES = Retries(attempts=5, first_pause_seconds=0.05, least_part=1)
MOST_TOLD = 10
"""Wrong rows that one log entry names. Anyone may ask for the products, as often as they like."""
PAGE_PRODUCTS = 100
PAGE_BYTES = 1_000_000
"""A page ends before its JSON is longer. Lambda answers 6 MB at most, and escapes the JSON once
more. A product has 400 KB at most in DynamoDB, so that a page with one product always fits."""


class Page(NamedTuple):
    """Some products of the shop."""

    products: list[Product]
    """Sorted by id within the page. Pages come in DynamoDB's own order."""
    next: str | None
    """The id after which the next page begins. ``None`` on the last page."""


class Products:
    """Reads of the products table. Only ``Stock`` writes to it."""

    def __init__(
        self,
        table_name: str,
        client: Any | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.table_name = table_name
        self._client = client if client is not None else table_client()
        self._pause = pause

    def by_id(self, product_ids: Sequence[str]) -> dict[str, Product]:
        """Those of ``product_ids`` (distinct, at most 100) that exist and can be sold, by id.

        Raises ``StoreBusy`` when DynamoDB leaves products unread in every attempt.
        """
        rows: list[TableItem] = []
        keys = [row_key(PRODUCTS_KEY, product_id) for product_id in product_ids]
        wanted = {self.table_name: {"Keys": keys, "ConsistentRead": True}}
        for _ in _RETRIES.each(self._pause):
            answer = self._client.batch_get_item(RequestItems=wanted)
            rows += answer["Responses"].get(self.table_name, [])
            wanted = answer.get("UnprocessedKeys", {})
            if not wanted:
                return {product["productId"]: product for product in _readable(rows)}
        raise StoreBusy(f"products left unread after {_RETRIES.attempts} attempts")

    def page(self, after: str | None = None) -> Page:
        """The listed products after ``after``, as many as a page may hold.

        A page of wrong rows and unlisted products only is empty, and not the last one.
        """
        request: DynamoDbRequest = {"TableName": self.table_name, "Limit": PAGE_PRODUCTS}
        if after is not None:
            request["ExclusiveStartKey"] = row_key(PRODUCTS_KEY, after)
        answer = self._client.scan(**request)
        scanned = _listed(_readable(answer["Items"]))
        fitting = scanned[: _fitting(scanned)]
        products = sorted(fitting, key=lambda product: product["productId"])
        if len(fitting) < len(scanned):
            return Page(products, fitting[-1]["productId"])
        end = answer.get("LastEvaluatedKey")
        return Page(products, end[PRODUCTS_KEY[0]] if end else None)


def _listed(products: Iterable[StoredProduct]) -> list[Product]:
    """What the list shows of the products that it may show."""
    shown = Product.__annotations__
    return [
        cast(Product, {name: value for name, value in product.items() if name in shown})
        for product in products
        if not product.get("unlisted")
    ]


def _fitting(products: Sequence[Product]) -> int:
    """How many of the products a page may hold; the first always."""
    size = 0
    for count, product in enumerate(products):
        size += len(json.dumps(product))
        if count and size > PAGE_BYTES:
            return count
    return len(products)


def _readable(rows: Iterable[TableItem]) -> list[StoredProduct]:
    """The products that can be shown and sold. An operator reads in the log which rows cannot."""
    read = [read_product(plain(row)) for row in rows]
    wrong = [one for one in read if isinstance(one, WrongProduct)]
    if wrong:
        logger.error(
            "products are left out because their rows are wrong",
            left_out=len(wrong),
            products=[one._asdict() for one in wrong[:MOST_TOLD]],
        )
    return [one for one in read if not isinstance(one, WrongProduct)]
