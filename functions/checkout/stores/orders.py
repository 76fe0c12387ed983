"""The orders table: one item per order. ``order_outcomes.py`` ends them.

Item: ``{orderId, userId, lines, amountMinor, currency, paymentToken, status, createdAt, updatedAt,
requestFingerprint, finalizeFencedAt?, committedAt?, reason?, resolvedAs?, resolvedAt?}``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from functions.checkout.domain.order import Order
from functions.checkout.domain.outcome import PENDING, Item
from functions.checkout.stores.dynamodb import is_condition_failure, plain, table_client, timestamp


class Orders:
    """Reads and conditional writes of the orders table."""

    def __init__(
        self, table_name: str, now: Callable[[], datetime], client: Any | None = None
    ) -> None:
        self.table_name = table_name
        self._now = now
        self._client = client if client is not None else table_client()

    def find(self, order_id: str) -> Item | None:
        """The order's item as JSON-ready data, read consistently."""
        answer = self._client.get_item(
            TableName=self.table_name, Key={"orderId": order_id}, ConsistentRead=True
        )
        item: Item | None = plain(answer.get("Item"))
        return item

    def existing(self, order_id: str) -> Item:
        """The item of an order that is known to be stored."""
        item = self.find(order_id)
        if item is None:
            raise LookupError(f"{order_id} was stored a moment ago and is gone")
        return item

    def create(self, order: Order, fingerprint: str) -> bool:
        """Write the order as PENDING; False, and nothing written, if its id is taken."""
        now = self._timestamp()
        item = {
            **order.to_payload(),
            "status": PENDING,
            "createdAt": now,
            "updatedAt": now,
            "requestFingerprint": fingerprint,
        }
        try:
            self._client.put_item(
                TableName=self.table_name,
                Item=item,
                ConditionExpression="attribute_not_exists(orderId)",
            )
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def age(self, item: Item) -> timedelta:
        """How long ago the order was created."""
        return self._now() - datetime.fromisoformat(str(item["createdAt"]))

    def _timestamp(self) -> str:
        return timestamp(self._now())
