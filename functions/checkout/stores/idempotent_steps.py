"""Step records: what makes a second execution of a saga step change nothing.

One record per order and step: ``{orderId, step, result?, compensated?, recordedAt, expiresAt}``.
``result`` is the answer to every repeat. ``compensated`` says that the step's compensation has
begun: from then on the forward step is refused, whether it had happened or not, so a late or
repeated forward step can never follow its own compensation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from functions.checkout.stores.dynamodb import is_condition_failure, plain, table_client, timestamp

CHARGE_STEP, REFUND_STEP = "charge_payment", "refund_payment"
RESERVE_STEP, RELEASE_STEP = "reserve_stock", "release_stock"
RECORD_DAYS = 400
"""Life of a record. An execution is open for a year at most, and each time it ends badly it can be
redriven for 14 days more: no step may be forgotten while one is possible."""

Result = dict[str, Any]


class StepBlocked(Exception):
    """This step's compensation has already run for this order: the step must not happen now."""


class StepRecords:
    """The records in one DynamoDB table, keyed ``orderId`` + ``step``."""

    def __init__(
        self, table_name: str, now: Callable[[], datetime], client: Any | None = None
    ) -> None:
        self.table_name = table_name
        self._now = now
        self._client = client if client is not None else table_client()

    def find(self, order_id: str, step: str) -> dict[str, Any] | None:
        """The record as it is stored, None if the step has none."""
        key = {"orderId": order_id, "step": step}
        answer = self._client.get_item(TableName=self.table_name, Key=key, ConsistentRead=True)
        record: dict[str, Any] | None = plain(answer.get("Item"))
        return record

    def recorded(self, order_id: str, step: str) -> Result | None:
        """The result of the step if it is done, None if it never was.

        Raises
        ------
        StepBlocked
            The step's compensation has begun.
        """
        record = self.find(order_id, step)
        if record is None:
            return None
        if record.get("compensated"):
            raise StepBlocked(f"{step} of {order_id} came after its compensation and is refused")
        result: Result = record["result"]
        return result

    def run_once(self, order_id: str, step: str, act: Callable[[], Result]) -> Result:
        """The recorded result, or that of ``act``, recorded.

        ``act`` must itself be idempotent: a crash between it and the record runs it again.
        """
        known = self.recorded(order_id, step)
        if known is not None:
            return known
        result = act()
        try:
            self._client.put_item(**self.new_record(order_id, step, result))
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            # A twin recorded the step first, or its compensation began meanwhile (raises).
            return self.recorded(order_id, step) or result
        return result

    def block(self, order_id: str, step: str) -> None:
        """Refuse the forward step from now on; its result, if it has one, stays readable."""
        update = self.blocking_update(order_id, step)
        del update["ConditionExpression"]
        self._client.update_item(**update)

    def new_record(self, order_id: str, step: str, result: Mapping[str, Any]) -> dict[str, Any]:
        """The record as a Put of a transaction: fails if the step has any record."""
        item = {
            "orderId": order_id,
            "step": step,
            "result": dict(result),
            "recordedAt": timestamp(self._now()),
            "expiresAt": self._expires_at(),
        }
        return {
            "TableName": self.table_name,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(orderId)",
        }

    def blocking_update(
        self, order_id: str, step: str, happened: bool | None = None
    ) -> dict[str, Any]:
        """The block as an Update of a transaction.

        It fails if the step is blocked already, or if ``happened`` is given and the step's
        result does not (True) or does (False) exist after all.
        """
        condition = "attribute_not_exists(compensated)"
        if happened is not None:
            condition += f" AND attribute_{'' if happened else 'not_'}exists(#result)"
        update: dict[str, Any] = {
            "TableName": self.table_name,
            "Key": {"orderId": order_id, "step": step},
            "UpdateExpression": "SET compensated = :yes, blockedAt = :now, expiresAt = :expires",
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {
                ":yes": True,
                ":now": timestamp(self._now()),
                ":expires": self._expires_at(),
            },
        }
        if happened is not None:
            update["ExpressionAttributeNames"] = {"#result": "result"}
        return update

    def _expires_at(self) -> int:
        return int((self._now() + timedelta(days=RECORD_DAYS)).timestamp())
