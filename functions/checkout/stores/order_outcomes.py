"""How an order ends: each change of ``status`` is one conditional write, so it happens once.

PENDING -> FINALIZED | REFUNDED | DECLINED | NEEDS_ATTENTION, each terminal.

``finalizeFencedAt`` on a PENDING order says that the order will never be FINALIZED: a commit of
FINALIZED that is still under way is refused from then on. ``resolvedAs`` on an order that needed
attention says how an operator resolved it, REFUNDED or DECLINED. Its status stays, because the
buyer was already told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from botocore.exceptions import ClientError

from contract.limits import REPEATABLE_DAYS
from contract.orders import EVENT_SOURCE, FINALIZED, NEEDS_ATTENTION, PENDING
from contract.tables import EXPIRES_AT, ORDERS_KEY, STATUS
from functions.checkout.domain.outcome import StoredOutcome
from functions.checkout.stores.table import Table, plain
from functions.common.dynamodb import is_condition_failure, row_key


class OutcomeRefused(Exception):
    """The order ended otherwise, is not stored, or differs. Do not retry."""


class Outcomes(Table):
    """The writes that end orders. Each answers the order as it is stored afterwards.

    ``source`` is the ``source`` of the saga's outcome events. The write that ends the order keeps
    it.
    """

    ended_as: str | None = None
    """The status that one of these writes gave the order. ``None``: it had ended before."""

    def keep(self, order_id: str, user_id: str, amount_minor: int, currency: str) -> None:
        """Store the order as PENDING, unless it is stored already. The row expires when no saga can
        ask for it any more."""
        expires = self._now() + timedelta(days=REPEATABLE_DAYS)
        row: StoredOutcome = {
            "orderId": order_id,
            "userId": user_id,
            "amountMinor": amount_minor,
            "currency": currency,
            "status": PENDING,
        }
        try:
            self._client.put_item(
                TableName=self.table_name,
                Item={**row, EXPIRES_AT: int(expires.timestamp())},
                ConditionExpression=f"attribute_not_exists({ORDERS_KEY[0]})",
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise

    def finalize(
        self, order_id: str, amount_minor: int, currency: str, source: str = EVENT_SOURCE
    ) -> StoredOutcome:
        """The pivot. ``OutcomeRefused`` when the order is fenced or has another amount."""
        return self._end(
            order_id,
            FINALIZED,
            source,
            only_if=" AND attribute_not_exists(finalizeFencedAt)"
            " AND amountMinor = :amount AND currency = :currency",
            values={":amount": amount_minor, ":currency": currency},
        ) or self._already(order_id, FINALIZED)

    def fence_finalize(self, order_id: str) -> StoredOutcome:
        """Fence the order, unless it is FINALIZED already: the status says which."""
        return self._change(
            order_id,
            "SET finalizeFencedAt = :now",
            "#status = :pending AND attribute_not_exists(finalizeFencedAt)",
            {":pending": PENDING, ":now": self._timestamp()},
        ) or self._known(order_id)

    def undo(
        self, order_id: str, status: str, reason: str | None, source: str = EVENT_SOURCE
    ) -> StoredOutcome:
        """End a compensated order as ``status``, one of ``UNDONE_STATUSES``."""
        ended = self._end(order_id, status, source, reason=reason)
        return ended or self._already(order_id, status)

    def need_attention(
        self, order_id: str, reason: str | None, source: str = EVENT_SOURCE
    ) -> StoredOutcome:
        """End the order as NEEDS_ATTENTION. An order that has ended stays as it is."""
        ended = self._end(order_id, NEEDS_ATTENTION, source, reason=reason)
        return ended or self._known(order_id)

    def resolve(
        self, order_id: str, status: str, reason: str | None, source: str = EVENT_SOURCE
    ) -> StoredOutcome:
        """Mark an order that needed attention as resolved. A PENDING order ends as ``status``."""
        ended = self._end(order_id, status, source, reason=reason)
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
        source: str,
        *,
        reason: str | None = None,
        only_if: str = "",
        values: Mapping[str, object] | None = None,
    ) -> StoredOutcome | None:
        """The ended order. None if it is not PENDING or ``only_if`` fails: nothing is written."""
        now = self._timestamp()
        changes = "SET #status = :status, updatedAt = :now, committedAt = :now"
        changes += ", eventSource = :source"
        known = {
            ":status": status,
            ":pending": PENDING,
            ":now": now,
            ":source": source,
            **(values or {}),
        }
        if reason:
            changes += ", reason = :reason"
            known[":reason"] = reason
        ended = self._change(order_id, changes, f"#status = :pending{only_if}", known)
        if ended:
            self.ended_as = status
        return ended

    def _change(
        self, order_id: str, changes: str, condition: str, values: Mapping[str, object]
    ) -> StoredOutcome | None:
        try:
            answer = self._client.update_item(
                TableName=self.table_name,
                Key=row_key(ORDERS_KEY, order_id),
                UpdateExpression=changes,
                ConditionExpression=condition,
                ExpressionAttributeNames={"#status": STATUS},
                ExpressionAttributeValues=dict(values),
                ReturnValues="ALL_NEW",
            )
        except ClientError as error:
            if is_condition_failure(error):
                return None
            raise
        return cast(StoredOutcome, plain(answer["Attributes"]))

    def _already(self, order_id: str, status: str) -> StoredOutcome:
        item = self._known(order_id)
        if item["status"] != status:
            fenced = ", and FINALIZED is fenced off" if "finalizeFencedAt" in item else ""
            raise OutcomeRefused(
                f"cannot end {order_id} as {status}: it is {item['status']} with "
                f"{item['amountMinor']} {item['currency']}{fenced}"
            )
        return item

    def _known(self, order_id: str) -> StoredOutcome:
        item = self._item(row_key(ORDERS_KEY, order_id))
        if item is None:
            raise OutcomeRefused(f"there is no such order: {order_id}")
        return cast(StoredOutcome, item)
