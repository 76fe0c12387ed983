"""Idempotency records: a repeated step changes nothing.

There is one record per order and step. Until the step is blocked, ``result`` is the answer to
every repeat. ``compensated`` says that the step's compensation has begun: from then on the forward
step is refused, whether it had happened or not. The record alone does not stop a step that runs at
that moment: its effect must be in one transaction with the record, or refuse by itself after the
compensation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypedDict, TypeVar, cast

from botocore.exceptions import ClientError

from contract.limits import REPEATABLE_DAYS
from contract.tables import EXPIRES_AT, STEPS_KEY
from functions.checkout.stores.table import Table
from functions.common.dynamodb import DynamoDbRequest, is_condition_failure, row_key
from functions.common.observability import logger

Result = TypeVar("Result", bound=Mapping[str, object])


class StepRecord(TypedDict, total=False):
    """A row of the steps table, without its TTL."""

    orderId: str
    step: str
    result: Any
    """What the step answered. Each step has its own shape."""
    recordedAt: str
    compensated: bool
    blockedAt: str
    undone: list[str]
    """Parts of the step that are undone, while its compensation could not undo the rest."""


class StepBlocked(Exception):
    """The step's compensation has begun for this order: the step must not happen any more."""


class StepRecords(Table):
    """The records of all orders."""

    def find(self, order_id: str, step: str) -> StepRecord | None:
        """The record as it is stored, None if the step has none."""
        return cast(StepRecord | None, self._item(row_key(STEPS_KEY, order_id, step)))

    def recorded(self, order_id: str, step: str) -> Any:
        """The step's result if the step is done, None if it has no record.

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
        return record["result"]

    def run_once(self, order_id: str, step: str, act: Callable[[], Result]) -> Result:
        """The recorded result. If there is none, call ``act`` and record what it answers.

        ``act`` must be idempotent: a crash before the record is written runs it again. It must also
        refuse after its compensation, which may begin while ``act`` runs.
        """
        known: Result | None = self.recorded(order_id, step)
        if known is not None:
            logger.debug("answered from the step's record", order_id=order_id, step=step)
            return known
        result = act()
        try:
            self._client.put_item(**self.new_record(order_id, step, result))
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            # Another invocation recorded the step first, or a compensation blocked it: that raises.
            return self.recorded(order_id, step) or result
        return result

    def block(self, order_id: str, step: str) -> None:
        """Refuse the forward step from now on. ``find`` still answers its result, if it has one."""
        update = self.blocking_update(order_id, step)
        del update["ConditionExpression"]
        self._client.update_item(**update)

    def new_record(self, order_id: str, step: str, result: Mapping[str, object]) -> DynamoDbRequest:
        """Parameters of a put, alone or in a transaction, that fails if the step has a record."""
        item = {
            **row_key(STEPS_KEY, order_id, step),
            "result": dict(result),
            "recordedAt": self._timestamp(),
            EXPIRES_AT: self._expires_at(),
        }
        return {
            "TableName": self.table_name,
            "Item": item,
            "ConditionExpression": f"attribute_not_exists({STEPS_KEY[0]})",
        }

    def blocking_update(
        self, order_id: str, step: str, happened: bool | None = None
    ) -> DynamoDbRequest:
        """Parameters of an update that blocks the step, and fails if the step is blocked already.

        ``happened`` adds a condition. True: the step's result exists. False: it does not.
        """
        condition = "attribute_not_exists(compensated)"
        if happened is not None:
            condition += f" AND attribute_{'' if happened else 'not_'}exists(#result)"
        changes = f"SET compensated = :yes, blockedAt = :now, {EXPIRES_AT} = :expires"
        update: DynamoDbRequest = {
            "TableName": self.table_name,
            "Key": row_key(STEPS_KEY, order_id, step),
            "UpdateExpression": changes,
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {
                ":yes": True,
                ":now": self._timestamp(),
                ":expires": self._expires_at(),
            },
        }
        if happened is not None:
            update["ExpressionAttributeNames"] = {"#result": "result"}
        return update

    def undoing_update(
        self, order_id: str, step: str, undone: Sequence[str], before: Sequence[str] | None
    ) -> DynamoDbRequest:
        """Parameters of an update that blocks a step that happened, and notes its undone parts.

        It fails unless ``before`` is what the record says now; None: the step is not blocked yet.
        """
        update = self.blocking_update(order_id, step, happened=True)
        update["UpdateExpression"] += ", undone = :undone"
        update["ExpressionAttributeValues"][":undone"] = list(undone)
        if before is not None:
            update["ConditionExpression"] = "undone = :before"
            update["ExpressionAttributeValues"][":before"] = list(before)
            del update["ExpressionAttributeNames"]
        return update

    def _expires_at(self) -> int:
        return int((self._now() + timedelta(days=REPEATABLE_DAYS)).timestamp())
