"""Stock of products: reserves all lines of an order or none of them, and releases them.

The step's record is part of the same transaction as the stock, so a crash leaves both or neither:
units are never taken without a record that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from contract.orders import RELEASE_STOCK, RESERVE_STOCK
from contract.tables import PRODUCTS_KEY
from functions.checkout.domain.order import Order
from functions.checkout.stores.idempotent_steps import StepRecord, StepRecords
from functions.checkout.stores.transactions import ConditionsFailed, StoreBusy, write_all
from functions.common.dynamodb import DynamoDbRequest, row_key, table_client

_RACES = 5


class Units(TypedDict):
    """Units of one product."""

    productId: str
    quantity: int


class Reserved(TypedDict):
    """The result of ``reserve_stock``."""

    reserved: list[Units]


class Released(TypedDict):
    """The result of ``release_stock``; empty if nothing had been reserved."""

    released: list[Units]


class OutOfStock(Exception):
    """Fewer units than ordered: a business error. Nothing was taken, of no line.

    The text is the product ids, separated by commas.
    """

    def __init__(self, product_ids: Sequence[str]) -> None:
        super().__init__(",".join(product_ids))
        self.product_ids = tuple(product_ids)


class ProductGoneError(Exception):
    """Reserved units could not be given back: their products have no row. The other lines' are."""


class Stock:
    """The ``stock`` attribute of the products table."""

    def __init__(self, table_name: str, records: StepRecords, client: Any | None = None) -> None:
        self.table_name = table_name
        self._records = records
        self._client = client if client is not None else table_client()

    def reserve(self, order: Order) -> Reserved:
        """Take every line's units, once.

        Raises
        ------
        OutOfStock
            Names each product that lacks units. An unknown product counts as out of stock.
        StepBlocked
            The order's stock was already released.
        StoreBusy
            Too much contention for the same products. Nothing was taken: retry.
        """
        known: Reserved | None = self._records.recorded(order.order_id, RESERVE_STOCK)
        if known is not None:
            return known
        result: Reserved = {
            "reserved": [
                {"productId": line.product_id, "quantity": line.quantity} for line in order.lines
            ]
        }
        record = self._records.new_record(order.order_id, RESERVE_STOCK, result)
        takes = [self._change(line.product_id, -line.quantity) for line in order.lines]
        try:
            write_all(self._client, [{"Put": record}, *takes])
        except ConditionsFailed as refusal:
            if 0 in refusal.failed:  # another invocation recorded this step meanwhile
                return self._records.recorded(order.order_id, RESERVE_STOCK) or result
            missing = [order.lines[index - 1].product_id for index in refusal.failed]
            raise OutOfStock(missing) from None
        return result

    def release(self, order: Order) -> Released:
        """Give back exactly what was reserved, once. If nothing was, block a late reserve.

        The quantities are those of the reservation's record, not of the input. A line whose product
        has no row any more does not hold the others: they are given back and noted in the
        reservation's record, then ``ProductGoneError`` names what is left. A repeat releases that.
        """
        for _ in range(_RACES):
            known: Released | None = self._records.recorded(order.order_id, RELEASE_STOCK)
            if known is not None:
                return known
            reservation: StepRecord = self._records.find(order.order_id, RESERVE_STOCK) or {}
            reserved: list[Units] = (
                reservation["result"]["reserved"] if "result" in reservation else []
            )
            released: Released = {"released": reserved}
            before = reservation.get("undone")
            if reservation.get("compensated") and before is None:
                return released  # released, but the release's record has expired
            record = self._records.new_record(order.order_id, RELEASE_STOCK, released)
            block = self._records.blocking_update(order.order_id, RESERVE_STOCK, bool(reserved))
            if before is not None:
                everything = [line["productId"] for line in reserved]
                block = self._undoing(order.order_id, everything, before)
            left = [line for line in reserved if line["productId"] not in (before or ())]
            returns = [self._change(line["productId"], line["quantity"]) for line in left]
            try:
                write_all(self._client, [{"Put": record}, {"Update": block}, *returns])
            except ConditionsFailed as refusal:
                gone = [line for index, line in enumerate(left, 2) if index in refusal.failed]
                if gone and {0, 1}.isdisjoint(refusal.failed):
                    self._release_others(order.order_id, left, gone, before)
                continue  # a repeat of this step or a late reserve was faster: read again
            return released
        raise StoreBusy(f"the release of {order.order_id} lost {_RACES} races in a row")

    def _release_others(
        self, order_id: str, left: list[Units], gone: list[Units], before: list[str] | None
    ) -> None:
        """Give back what is left but ``gone``, then raise ``ProductGoneError``.

        Returns, and nothing is written, if something changed meanwhile.
        """
        others = [line for line in left if line not in gone]
        if others or before is None:
            undone = [*(before or ()), *(line["productId"] for line in others)]
            note = self._undoing(order_id, undone, before)
            returns = [self._change(line["productId"], line["quantity"]) for line in others]
            try:
                write_all(self._client, [{"Update": note}, *returns])
            except ConditionsFailed:
                return
        names = ", ".join(line["productId"] for line in gone)
        raise ProductGoneError(
            f"{order_id}: no row in the products table to give units back to: {names}"
        )

    def _undoing(
        self, order_id: str, undone: Sequence[str], before: Sequence[str] | None
    ) -> DynamoDbRequest:
        return self._records.undoing_update(order_id, RESERVE_STOCK, undone, before)

    def _change(self, product_id: str, units: int) -> DynamoDbRequest:
        # To give units back, ``:least`` is 0: the row must still exist, with any stock.
        update = {
            "TableName": self.table_name,
            "Key": row_key(PRODUCTS_KEY, product_id),
            "UpdateExpression": "SET stock = stock + :units",
            "ConditionExpression": "stock >= :least",
            "ExpressionAttributeValues": {":units": units, ":least": max(0, -units)},
        }
        return {"Update": update}
