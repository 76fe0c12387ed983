"""The orders table: one row per order. ``order_outcomes.py`` ends orders."""

from __future__ import annotations

from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from contract.orders import PENDING
from contract.tables import ORDERS_KEY
from functions.checkout.domain.order import Order
from functions.checkout.domain.stored_order import StoredOrder
from functions.checkout.stores.table import Table
from functions.common.dynamodb import TableItem, is_condition_failure, row_key


class Orders(Table):
    """Reads and conditional writes of the orders table."""

    def find(self, order_id: str) -> TableItem | None:
        """The order's row as JSON-ready data, read consistently.

        Not checked: it may be corrected by hand, or stored by another team's saga.
        """
        return self._item(row_key(ORDERS_KEY, order_id))

    def existing(self, order_id: str) -> TableItem:
        """An order that is known to be stored. ``LookupError`` if it is not."""
        item = self.find(order_id)
        if item is None:
            raise LookupError(f"order {order_id} was stored a moment ago and is gone")
        return item

    def create(self, order: Order, fingerprint: str) -> bool:
        """Write the order as PENDING. False, and nothing is written, if its id is taken."""
        now = self._timestamp()
        stored = StoredOrder(
            **order.values(Order),
            status=PENDING,
            created_at=now,
            updated_at=now,
            request_fingerprint=fingerprint,
        )
        try:
            self._client.put_item(
                TableName=self.table_name,
                Item=stored.to_payload(),
                ConditionExpression=f"attribute_not_exists({ORDERS_KEY[0]})",
            )
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def age(self, item: TableItem) -> timedelta:
        """How long ago the order was created."""
        return self._now() - datetime.fromisoformat(item["createdAt"])
