"""The products table, as the product list and the pricing read it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from contract.tables import PRODUCTS_KEY
from functions.checkout.domain.pricing import Product
from functions.checkout.stores.table import plain
from functions.checkout.stores.transactions import StoreBusy
from functions.common.dynamodb import DynamoDbRequest, TableItem, row_key, table_client
from functions.common.retries import Retries

_SHOWN = tuple(Product.__annotations__)
_RETRIES = Retries(attempts=5, first_pause_seconds=0.05, least_part=1)
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
        """Those of ``product_ids`` (distinct, at most 100) that exist, by id.

        Raises ``StoreBusy`` when DynamoDB leaves products unread in every attempt.
        """
        found: dict[str, Product] = {}
        keys = [row_key(PRODUCTS_KEY, product_id) for product_id in product_ids]
        wanted = {self.table_name: {"Keys": keys, "ConsistentRead": True}}
        for _ in _RETRIES.each(self._pause):
            answer = self._client.batch_get_item(RequestItems=wanted)
            for item in answer["Responses"].get(self.table_name, []):
                found[item["productId"]] = plain(item)
            wanted = answer.get("UnprocessedKeys", {})
            if not wanted:
                return found
        raise StoreBusy(f"products left unread after {_RETRIES.attempts} attempts")

    def page(self, after: str | None = None) -> Page:
        """The products after ``after`` with their shown fields, as many as a page may hold."""
        request: DynamoDbRequest = {"TableName": self.table_name, "Limit": PAGE_PRODUCTS}
        if after is not None:
            request["ExclusiveStartKey"] = row_key(PRODUCTS_KEY, after)
        answer = self._client.scan(**request)
        scanned = [_shown(item) for item in answer["Items"]]
        fitting = scanned[: _fitting(scanned)]
        products = sorted(fitting, key=lambda product: product["productId"])
        if len(fitting) < len(scanned):
            return Page(products, fitting[-1]["productId"])
        end = answer.get("LastEvaluatedKey")
        return Page(products, end[PRODUCTS_KEY[0]] if end else None)


def _fitting(products: Sequence[Product]) -> int:
    """How many of the products a page may hold; the first always."""
    size = 0
    for count, product in enumerate(products):
        size += len(json.dumps(product))
        if count and size > PAGE_BYTES:
            return count
    return len(products)


def _shown(item: TableItem) -> Product:
    product: Any = {name: plain(item[name]) for name in _SHOWN if name in item}
    return product  # type: ignore[no-any-return]
