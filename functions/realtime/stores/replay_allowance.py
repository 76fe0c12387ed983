"""How many replays a user may still cause this minute, over all connections.

A connection's own cooldown ends with the connection: whoever connects again has none. This count is
the user's. It is one item of the user's log for each minute, and TTL deletes it.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from contract.limits import MAX_REPLAYS_PER_MINUTE
from contract.tables import EXPIRES_AT
from functions.common.dynamodb import is_condition_failure
from functions.realtime.stores.replay_log_items import key_of

_MINUTE_SECONDS = 60


class ReplayAllowance:
    """The counts in one events table."""

    def __init__(self, events_table: str, client: Any) -> None:
        self._events, self._client = events_table, client

    def seconds_to_wait(self, user_id: str, now_ms: int) -> int:
        """0 if the user may be sent missed events now, which is then counted."""
        now = now_ms // 1000
        minute = now // _MINUTE_SECONDS
        ends_at = (minute + 1) * _MINUTE_SECONDS
        numbers = {":one": 1, ":most": MAX_REPLAYS_PER_MINUTE, ":expires": ends_at}
        try:
            self._client.update_item(
                TableName=self._events,
                Key=key_of(user_id, f"replays#{minute}"),
                UpdateExpression=f"ADD replays :one SET {EXPIRES_AT} = :expires",
                ConditionExpression="attribute_not_exists(replays) OR replays < :most",
                ExpressionAttributeValues={n: {"N": str(v)} for n, v in numbers.items()},
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            return ends_at - now
        return 0
