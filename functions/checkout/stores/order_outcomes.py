"""How an order ends: each change of ``status`` is one conditional write, so it happens once.

PENDING -> FINALIZED | REFUNDED | DECLINED | NEEDS_ATTENTION, each terminal.

``finalizeFencedAt`` on a PENDING order says that it will never be FINALIZED: a commit of FINALIZED
that is still on its way is refused from then on. ``resolvedAs`` on an order that needed attention
says how it was put right in the end, REFUNDED or DECLINED; its status stays what the buyer was
told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from functions.checkout.domain.outcome import FINALIZED, NEEDS_ATTENTION, PENDING, Item
from functions.checkout.stores.dynamodb import is_condition_failure, plain, table_client, timestamp
from functions.checkout.stores.orders import Orders


class OutcomeRefused(Exception):
    """The order ended otherwise, is not known, or differs: this will never be written."""


class Outcomes:
    """The writes that end orders. Each answers the order's item as it is stored afterwards."""

    def __init__(
        self, table_name: str, now: Callable[[], datetime], client: Any | None = None
    ) -> None:
        self.table_name = table_name
        self._now = now
        self._client = client if client is not None else table_client()
        self._orders = Orders(table_name, now, self._client)

    def finalize(self, order_id: str, amount_minor: int, currency: str) -> Item:
        """The pivot. ``OutcomeRefused`` when it is fenced off or the stored order differs."""
        return self._end(
            order_id,
            FINALIZED,
            only_if=" AND attribute_not_exists(finalizeFencedAt)"
            " AND amountMinor = :amount AND currency = :currency",
            values={":amount": amount_minor, ":currency": currency},
        ) or self._already(order_id, FINALIZED)

    def fence_finalize(self, order_id: str) -> Item:
        """From now on the order is not FINALIZED any more, unless it is: the item says which."""
        return self._change(
            order_id,
            "SET finalizeFencedAt = :now",
            "#status = :pending AND attribute_not_exists(finalizeFencedAt)",
            {":pending": PENDING, ":now": self._timestamp()},
        ) or self._known(order_id)

    def undo(self, order_id: str, status: str, reason: str | None) -> Item:
        """End a compensated order as ``status``, one of ``UNDONE_STATUSES``."""
        ended = self._end(order_id, status, reason=reason)
        return ended or self._already(order_id, status)

    def need_attention(self, order_id: str, reason: str | None) -> Item:
        """End the order as NEEDS_ATTENTION, unless it has ended: then the item as it is."""
        ended = self._end(order_id, NEEDS_ATTENTION, reason=reason)
        return ended or self._known(order_id)

    def resolve(self, order_id: str, status: str, reason: str | None) -> Item:
        """Say that the order was put right. One that was never told of ends as ``status``."""
        ended = self._end(order_id, status, reason=reason)
        if ended:
            return ended
        resolved = self._change(
            order_id,
            "SET resolvedAs = :resolved, resolvedAt = :now, updatedAt = :now",
            "#status = :attention AND attribute_not_exists(resolvedAs)",
            {":attention": NEEDS_ATTENTION, ":resolved": status, ":now": self._timestamp()},
        )
        item = resolved or self._known(order_id)
        if item["status"] == FINALIZED:
            raise OutcomeRefused(f"cannot resolve {order_id} as {status}: it is FINALIZED")
        return item

    def _end(
        self,
        order_id: str,
        status: str,
        *,
        reason: str | None = None,
        only_if: str = "",
        values: Mapping[str, Any] | None = None,
    ) -> Item | None:
        """The item, ended; None and nothing written when it is not PENDING or ``only_if`` fails."""
        now = self._timestamp()
        changes = "SET #status = :status, updatedAt = :now, committedAt = :now"
        known = {":status": status, ":pending": PENDING, ":now": now, **(values or {})}
        if reason:
            changes += ", reason = :reason"
            known[":reason"] = reason
        return self._change(order_id, changes, f"#status = :pending{only_if}", known)

    def _change(
        self, order_id: str, changes: str, condition: str, values: Mapping[str, Any]
    ) -> Item | None:
        try:
            answer = self._client.update_item(
                TableName=self.table_name,
                Key={"orderId": order_id},
                UpdateExpression=changes,
                ConditionExpression=condition,
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues=dict(values),
                ReturnValues="ALL_NEW",
            )
        except ClientError as error:
            if is_condition_failure(error):
                return None
            raise
        item: Item = plain(answer["Attributes"])
        return item

    def _already(self, order_id: str, status: str) -> Item:
        item = self._known(order_id)
        if item["status"] != status:
            fenced = ", and FINALIZED is fenced off" if "finalizeFencedAt" in item else ""
            raise OutcomeRefused(
                f"cannot end {order_id} as {status}: it is {item['status']} with "
                f"{item['amountMinor']} {item['currency']}{fenced}"
            )
        return item

    def _known(self, order_id: str) -> Item:
        item = self._orders.find(order_id)
        if item is None:
            raise OutcomeRefused(f"there is no such order: {order_id}")
        return item

    def _timestamp(self) -> str:
        return timestamp(self._now())
