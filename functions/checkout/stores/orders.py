"""The orders table: one row per order. ``order_outcomes.py`` ends orders."""

from __future__ import annotations

from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from contract.orders import PENDING
from contract.tables import ORDERS_KEY
from functions.checkout.domain.order import Order
from functions.checkout.domain.stored_order import StoredOrder
from functions.checkout.stores.table import Table, row_key
from functions.common.dynamodb import is_condition_failure


class Orders(Table):
    """Reads and conditional writes of the orders table."""

    def find(self, order_id: str) -> StoredOrder | None:
        """The order as it is stored, read consistently."""
        item = self._item(row_key(ORDERS_KEY, order_id))
        return None if item is None else StoredOrder.from_payload(item)

    def existing(self, order_id: str) -> StoredOrder:
        """An order that is known to be stored. ``LookupError`` if it is not."""
        order = self.find(order_id)
        if order is None:
            raise LookupError(f"order {order_id} was stored a moment ago and is gone")
        return order

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

    def age(self, order: StoredOrder) -> timedelta:
        """How long ago the order was created."""
        return self._now() - datetime.fromisoformat(order.created_at)
