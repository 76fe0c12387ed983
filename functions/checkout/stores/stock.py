"""Stock of products: reserving and releasing all lines of an order, or none of them.

The step's record is part of the same transaction as the stock itself, so there is no moment in
which units are taken and nobody knows: a crash leaves both or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.stores.dynamodb import ConditionsFailed, StoreBusy, table_client, write_all
from functions.checkout.stores.idempotent_steps import (
    RELEASE_STEP,
    RESERVE_STEP,
    Result,
    StepRecords,
)

_RACES = 5


class OutOfStock(Exception):
    """Fewer units than ordered: a business error. The text is the product ids, comma separated.

    Nothing was taken, of no line.
    """

    def __init__(self, product_ids: Sequence[str]) -> None:
        super().__init__(",".join(product_ids))
        self.product_ids = tuple(product_ids)


class Stock:
    """The ``stock`` attribute of the products table."""

    def __init__(self, table_name: str, records: StepRecords, client: Any | None = None) -> None:
        self.table_name = table_name
        self._records = records
        self._client = client if client is not None else table_client()

    def reserve(self, order: Order) -> Result:
        """Take every line's units, once.

        Raises
        ------
        OutOfStock
            Naming each product that lacks units; unknown products count as out of stock.
        StepBlocked
            The order's stock was already released: it may not be taken any more.
        StoreBusy
            Too much contention for the same products; nothing was taken, retry.
        """
        known = self._records.recorded(order.order_id, RESERVE_STEP)
        if known is not None:
            return known
        result: Result = {
            "reserved": [
                {"productId": line.product_id, "quantity": line.quantity} for line in order.lines
            ]
        }
        record = self._records.new_record(order.order_id, RESERVE_STEP, result)
        takes = [self._change(line.product_id, -line.quantity) for line in order.lines]
        try:
            write_all(self._client, [{"Put": record}, *takes])
        except ConditionsFailed as refusal:
            if 0 in refusal.failed:  # somebody else recorded this step since we looked
                return self._records.recorded(order.order_id, RESERVE_STEP) or result
            missing = [order.lines[index - 1].product_id for index in refusal.failed]
            raise OutOfStock(missing) from None
        return result

    def release(self, order: Order) -> Result:
        """Give back exactly what was reserved, once; if nothing was, block a late reserve.

        The quantities are those of the reservation's record, not of the input.
        """
        for _ in range(_RACES):
            known = self._records.recorded(order.order_id, RELEASE_STEP)
            if known is not None:
                return known
            reservation = self._records.find(order.order_id, RESERVE_STEP) or {}
            reserved = reservation.get("result", {}).get("reserved", [])
            if reservation.get("compensated"):  # released, though the release's record is gone
                return {"released": reserved}
            record = self._records.new_record(order.order_id, RELEASE_STEP, {"released": reserved})
            block = self._records.blocking_update(order.order_id, RESERVE_STEP, bool(reserved))
            returns = [self._change(line["productId"], line["quantity"]) for line in reserved]
            try:
                write_all(self._client, [{"Put": record}, {"Update": block}, *returns])
            except ConditionsFailed as refusal:
                if max(refusal.failed) > 1:  # a product row is gone: somebody has to look
                    raise
                continue  # a repeat of ours or a late reserve came between: look again
            return {"released": reserved}
        raise StoreBusy(f"releasing {order.order_id} lost {_RACES} races in a row")

    def _change(self, product_id: str, units: int) -> dict[str, Any]:
        # For units coming back ``:least`` is 0: the row must still exist, more is not asked.
        update = {
            "TableName": self.table_name,
            "Key": {"productId": product_id},
            "UpdateExpression": "SET stock = stock + :units",
            "ConditionExpression": "stock >= :least",
            "ExpressionAttributeValues": {":units": units, ":least": max(0, -units)},
        }
        return {"Update": update}
