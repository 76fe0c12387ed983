"""The products table, as the product list and the pricing read it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from contract.tables import PRODUCTS_KEY
from functions.checkout.domain.pricing import Product
from functions.checkout.stores.table import plain
from functions.checkout.stores.transactions import StoreBusy
from functions.common.dynamodb import TableItem, every_item, row_key, table_client
from functions.common.retries import Retries

_SHOWN = tuple(Product.__annotations__)
_RETRIES = Retries(attempts=5, first_pause_seconds=0.05, least_part=1)


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

    def all(self) -> list[Product]:
        """Every product with its shown fields, sorted by id."""
        items = every_item(self._client.scan, TableName=self.table_name)
        return [_shown(item) for item in sorted(items, key=lambda item: str(item["productId"]))]


def _shown(item: TableItem) -> Product:
    product: Any = {name: plain(item[name]) for name in _SHOWN if name in item}
    return product  # type: ignore[no-any-return]
