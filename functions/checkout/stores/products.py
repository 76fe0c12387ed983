"""The products table, as the shop window and the price list read it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from functions.checkout.stores.dynamodb import StoreBusy, plain, table_client

SHOWN_FIELDS = ("productId", "name", "description", "unitPriceMinor", "currency", "stock")
_ATTEMPTS = 5

Product = dict[str, Any]


class Products:
    """Reads of the products table; only ``Stock`` writes to it."""

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
        """The products among ``product_ids`` (distinct, at most 100) that exist, by id."""
        found: dict[str, Product] = {}
        keys = [{"productId": product_id} for product_id in product_ids]
        wanted = {self.table_name: {"Keys": keys, "ConsistentRead": True}}
        for attempt in range(_ATTEMPTS):
            answer = self._client.batch_get_item(RequestItems=wanted)
            for item in answer["Responses"].get(self.table_name, []):
                found[item["productId"]] = plain(item)
            wanted = answer.get("UnprocessedKeys", {})
            if not wanted:
                return found
            self._pause(0.05 * 2**attempt)
        raise StoreBusy(f"products left unread after {_ATTEMPTS} attempts")

    def all(self) -> list[Product]:
        """Every product with its shown fields, sorted by id."""
        pages: list[Product] = []
        start: dict[str, Any] = {}
        while True:
            answer = self._client.scan(TableName=self.table_name, **start)
            pages.extend(answer["Items"])
            if "LastEvaluatedKey" not in answer:
                break
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        products = sorted(pages, key=lambda item: str(item["productId"]))
        return [
            {field: plain(item[field]) for field in SHOWN_FIELDS if field in item}
            for item in products
        ]
