"""What a run has made, and its removal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from botocore.exceptions import BotoCoreError, ClientError

from contract import tables
from operations.progress import progress
from operations.table_rows import Row, TableRows
from operations.user_pool import delete_user
from operations.verify.buyer import Buyer, name_of
from operations.verify.ended_sagas import reported, unended
from operations.verify.leftovers import stays_with
from operations.verify.products import Products
from operations.verify.stage import StageToVerify

ON_ITS_WAY = (
    "the push {} on the bus: if it comes after all, it makes a log for a buyer who is gone; then "
    "run make forget-user USER_ID={}"
)
Removal = tuple[str, Callable[[], object]]
"""A thing's name, and what removes it. A thing that is gone is no error."""


class Made:
    """Everything that a run has made. What it may have made counts, too."""

    def __init__(self, stage: StageToVerify, run: str) -> None:
        self.products = Products.of(run)
        self.has_user = self.has_products = False
        """Set before they are made."""
        self.buyer: Buyer | None = None
        self.orders: list[str] = []
        self.awaits_order_id = False
        """An order may exist whose id is not known: the answer has not come."""
        self.awaited_push = ""
        """The id of an event that was put on the bus and has not come."""
        self._stage, self._user_name = stage, name_of(run)
        self._dynamodb = stage.client("dynamodb")

    def remove(self) -> list[str]:
        """Remove all of it. A line for each thing that is left: its name and the reason."""
        left, done = [], False
        removals: list[Removal] = []
        try:
            if self.awaits_order_id:
                self.orders += sorted(self._found_orders() - set(self.orders))
            waiting = unended(self._stage, self.orders)
            left += [f"order {order_id}: {why}" for order_id, why in waiting.items()]
            marked = self.buyer.user_id if self.buyer and self.buyer.is_marked else ""
            left += stays_with(self._stage, waiting, self.products, marked)
            if self.buyer:
                left += reported(self._stage, self.orders, self.buyer.user_id)
                if self.awaited_push:
                    left.append(ON_ITS_WAY.format(self.awaited_push, self.buyer.user_id))
            removals = [*self._removals(set(waiting))]
            while removals:
                name, act = removals[0]
                try:
                    act()
                except (ClientError, BotoCoreError) as failed:
                    left.append(f"{name}: {failed}")
                removals.pop(0)
            done = True
        finally:
            if not done:  # interrupted, or the stage does not answer
                left += [name for name, _ in removals or self._removals(set())]
                progress.say("left, because the removal was stopped: " + "; ".join(left))
        return left

    def _removals(self, kept: set[str]) -> Iterator[Removal]:
        """``kept``: the orders that must stay. The products stay with them."""
        stage = self._stage
        for order_id in self.orders:
            if order_id not in kept:
                yield self._order(order_id)
        if self.has_products and not kept:
            for product_id in (self.products.in_stock, self.products.sold_out):
                yield self._partition(stage.products_table, tables.PRODUCTS_KEY, product_id)
        if self.has_user:  # before its rows: it gets no new token
            yield f"buyer {self._user_name} in {stage.user_pool_id}", self._delete_user
        if self.buyer and self.buyer.is_marked:
            user_id = self.buyer.user_id
            yield self._partition(stage.connections_table, tables.CONNECTIONS_KEY, user_id)
            yield self._partition(stage.events_table, tables.EVENTS_KEY, user_id)
            yield self._partition(stage.allowances_table, tables.ALLOWANCES_KEY, user_id)

    def _partition(self, table: str, key: tuple[str, ...], value: str) -> Removal:
        rows = TableRows(self._dynamodb, table, key)
        return f"{value} in {table}", lambda: rows.delete_partition(value)

    def _order(self, order_id: str) -> Removal:
        stage, user_id = self._stage, self.buyer.user_id if self.buyer else ""
        behind = (
            TableRows(self._dynamodb, stage.payments_table, tables.PAYMENTS_KEY),
            TableRows(self._dynamodb, stage.steps_table, tables.STEPS_KEY),
        )

        def act() -> None:
            # First, so that the rows behind an order that is not the buyer's stay, too.
            self._dynamodb.delete_item(
                TableName=stage.orders_table,
                Key={tables.ORDERS_KEY[0]: {"S": order_id}},
                ConditionExpression=f"attribute_not_exists({tables.ORDERS_KEY[0]}) OR userId = :us",
                ExpressionAttributeValues={":us": {"S": user_id}},
            )
            for rows in behind:
                rows.delete_partition(order_id)

        names = ", ".join(rows.name for rows in behind)
        return f"{order_id} in {stage.orders_table}, {names}", act

    def _delete_user(self) -> None:
        delete_user(self._stage, self._stage.user_pool_id, self._user_name)

    def _found_orders(self) -> set[str]:
        """The ids of the run's orders, from the orders table, which is read as a whole."""
        rows = TableRows(self._dynamodb, self._stage.orders_table, tables.ORDERS_KEY)
        user_id = self.buyer.user_id if self.buyer else ""
        return {row["orderId"]["S"] for row in rows.having("userId", user_id) if self._is_ours(row)}

    def _is_ours(self, row: Row) -> bool:
        """Every line is a product of this run: one that is not makes it an order of the buyer's."""
        lines = row.get("lines", {}).get("L", [])
        ours = {self.products.in_stock, self.products.sold_out}
        bought = [line.get("M", {}).get("productId", {}).get("S") for line in lines]
        return bool(bought) and ours.issuperset(bought)
