"""How many new orders each buyer may still place: one row per buyer and minute.

docs/adr/0011 compares the alternatives. A buyer who spends two minutes' allowances around the full
minute places twice as many orders within 60 seconds, and never more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from contract.tables import ALLOWANCES_KEY, EXPIRES_AT
from functions.checkout.stores.table import Table
from functions.common.dynamodb import is_condition_failure, row_key

_MINUTE = timedelta(minutes=1)


class AllowanceSpentError(Exception):
    """The buyer has placed as many orders in this minute as one may."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"the next order is allowed in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class Allowances(Table):
    """The allowances of all buyers: ``per_minute`` new orders each."""

    def __init__(
        self,
        table_name: str,
        now: Callable[[], datetime],
        per_minute: int,
        client: Any | None = None,
    ) -> None:
        super().__init__(table_name, now, client)
        self._per_minute = per_minute

    def spend(self, user_id: str) -> None:
        """Count one order of this minute, or raise ``AllowanceSpentError`` and count nothing.

        botocore repeats the call when its answer is lost, and then one order may count twice. The
        buyer may place one order fewer in this minute: never more, and nothing else follows.
        """
        now = self._now()
        minute = now.replace(second=0, microsecond=0)
        next_minute = minute + _MINUTE
        try:
            self._client.update_item(
                TableName=self.table_name,
                Key=row_key(ALLOWANCES_KEY, user_id, f"{minute:%Y-%m-%dT%H:%M}"),
                UpdateExpression=f"ADD orders :one SET {EXPIRES_AT} = :expires",
                ConditionExpression="attribute_not_exists(orders) OR orders < :most",
                ExpressionAttributeValues={
                    ":one": 1,
                    ":most": self._per_minute,
                    ":expires": int((next_minute + _MINUTE).timestamp()),
                },
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            # At least 1: the next minute may begin between here and the buyer.
            raise AllowanceSpentError(int((next_minute - now).total_seconds()) + 1) from None
