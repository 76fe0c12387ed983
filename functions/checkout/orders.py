"""The orders table: one item per order, and the rule that an order ends once.

Item: ``{orderId, userId, lines, amountMinor, currency, paymentToken, status, createdAt, updatedAt,
requestFingerprint, confirmedAt?, committedAt?, reason?}``. ``status`` leaves PENDING once, by a
condition, to one of ``TERMINAL_STATUSES``, and never changes again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from functions.checkout.order import Order
from functions.checkout.steps import Result, StepRecords
from functions.checkout.tables import (
    ConditionsFailed,
    is_condition_failure,
    plain,
    table_client,
    timestamp,
    write_all,
)

PENDING = "PENDING"
TERMINAL_STATUSES = ("FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION")
CONFIRM_STEP = "confirm_order"

Item = dict[str, Any]


class OutcomeConflict(Exception):
    """The order has already ended otherwise, or is not known: this outcome was not written."""


class OrderNotPending(Exception):
    """The order cannot be confirmed: it has ended, is unknown, or differs from what was stored."""


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

    def confirm(self, order: Order, records: StepRecords) -> Result:
        """The pivot: the order as stored accepts that it will be finalized. Once; repeats agree.

        Raises
        ------
        OrderNotPending
            It has ended, does not exist, or has another amount than the saga was started with.
        """
        known = records.recorded(order.order_id, CONFIRM_STEP)
        if known is not None:
            return known
        result: Result = {"confirmedAt": self._timestamp()}
        confirm = {
            "TableName": self.table_name,
            "Key": {"orderId": order.order_id},
            "UpdateExpression": "SET confirmedAt = :now",
            "ConditionExpression": "#status = :pending AND amountMinor = :amount "
            "AND currency = :currency",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":now": result["confirmedAt"],
                ":pending": PENDING,
                ":amount": order.amount_minor,
                ":currency": order.currency,
            },
        }
        record = records.new_record(order.order_id, CONFIRM_STEP, result)
        try:
            write_all(self._client, [{"Put": record}, {"Update": confirm}])
        except ConditionsFailed as refusal:
            if 0 in refusal.failed:  # a twin confirmed since we looked
                return records.recorded(order.order_id, CONFIRM_STEP) or result
            raise OrderNotPending(
                f"{order.order_id} is not PENDING with {order.amount_minor} {order.currency}"
            ) from None
        return result

    def commit(self, order_id: str, status: str, reason: str | None) -> Item:
        """End the order with ``status``; the stored item, also when it had already ended so.

        Raises
        ------
        ValueError
            ``status`` is none of ``TERMINAL_STATUSES``.
        OutcomeConflict
            The order has ended with another status, or there is no such order.
        """
        if status not in TERMINAL_STATUSES:
            raise ValueError(
                f"status must be one of {', '.join(TERMINAL_STATUSES)}, got {status!r}"
            )
        values = {":status": status, ":pending": PENDING, ":now": self._timestamp()}
        changes = "SET #status = :status, updatedAt = :now, committedAt = :now"
        names = {"#status": "status"}
        if reason:
            changes += ", #reason = :reason"
            names["#reason"] = "reason"
            values[":reason"] = reason
        try:
            answer = self._client.update_item(
                TableName=self.table_name,
                Key={"orderId": order_id},
                UpdateExpression=changes,
                ConditionExpression="#status = :pending",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            return self._already(order_id, status)
        item: Item = plain(answer["Attributes"])
        return item

    def _already(self, order_id: str, status: str) -> Item:
        item = self.find(order_id)
        if item is None:
            raise OutcomeConflict(f"cannot end {order_id} as {status}: no such order")
        if item["status"] != status:
            raise OutcomeConflict(f"cannot end {order_id} as {status}: it is {item['status']}")
        return item

    def _timestamp(self) -> str:
        return timestamp(self._now())
