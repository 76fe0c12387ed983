"""A connection's subscription: its row, and the head of its user's log.

A page proves its subscription again and again, so the proof costs one request that reads, and
writes nothing. What a replay may cost is noted on the row, in two attributes of its own.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from contract.limits import RESUME_COOLDOWN_SECONDS
from contract.tables import CONNECTIONS_KEY
from functions.common.dynamodb import (
    DynamoDbRequest,
    TableItem,
    is_condition_failure,
    low_level_client,
)
from functions.common.retries import Retries
from functions.realtime.stores.connections import ConnectionRow, connection_key
from functions.realtime.stores.replay_allowance import ReplayAllowance
from functions.realtime.stores.replay_log_items import HEAD, Entry, entry_of_head, key_of

_READ_RETRIES = Retries(attempts=6, first_pause_seconds=0.05, least_part=0.5)
_THROUGH, _AT = "replayedThrough", "replayedAtMs"
_ALLOWED = (
    f"attribute_exists({CONNECTIONS_KEY[1]}) AND "
    f"(attribute_not_exists({_THROUGH}) OR {_THROUGH} <= :after OR {_AT} <= :cooled)"
)


class SubscriptionThrottledError(Exception):
    """DynamoDB left a part of the read undone in every attempt. The page asks again."""


class Subscription(NamedTuple):
    """What the tables know of a connection and of its user's log."""

    row: ConnectionRow | None
    head: Entry | None


class Subscriptions:
    """Reads subscriptions, and keeps the cooldown of their replays."""

    def __init__(
        self,
        connections_table: str,
        events_table: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        client: Any = None,
    ) -> None:
        self._connections, self._events = connections_table, events_table
        self._sleep = sleep
        self._client = client or low_level_client()
        self._allowance = ReplayAllowance(events_table, self._client)

    def read(self, user_id: str, connection_id: str) -> Subscription:
        """The row and the head, in one request.

        The head is read consistently: an event that was pushed before is seen. The row is not: a
        row that seems to be missing is stored on condition that it is. Raises
        ``SubscriptionThrottledError``.
        """
        wanted: DynamoDbRequest = {
            self._connections: {"Keys": [connection_key(user_id, connection_id)]},
            self._events: {"Keys": [key_of(user_id, HEAD)], "ConsistentRead": True},
        }
        found: dict[str, TableItem] = {}
        for _ in _READ_RETRIES.each(self._sleep):
            answer = self._client.batch_get_item(RequestItems=wanted)
            found |= {table: items[0] for table, items in answer["Responses"].items() if items}
            wanted = answer.get("UnprocessedKeys") or {}
            if not wanted:
                row = found.get(self._connections)
                return Subscription(
                    None if row is None else ConnectionRow.from_item(row),
                    entry_of_head(found.get(self._events)),
                )
        raise SubscriptionThrottledError(
            f"DynamoDB left keys unread in {_READ_RETRIES.attempts} attempts; try again"
        )

    def seconds_to_wait(
        self, user_id: str, connection_id: str, after: int, through: int, now_ms: int
    ) -> int:
        """0 if the events from ``after`` to ``through`` may be sent now, which is then noted.

        A connection is sent the same events again only after the cooldown. A user may cause so many
        replays a minute, over all connections: ``contract.limits`` has both numbers.
        """
        cooldown = self._cooldown_left(user_id, connection_id, after, through, now_ms)
        if cooldown:
            return cooldown
        wait = self._allowance.seconds_to_wait(user_id, now_ms)
        return max(wait, RESUME_COOLDOWN_SECONDS) if wait else 0  # the cooldown has begun, too

    def _cooldown_left(
        self, user_id: str, connection_id: str, after: int, through: int, now_ms: int
    ) -> int:
        cooldown_ms = 1000 * RESUME_COOLDOWN_SECONDS
        numbers = {
            ":after": after, ":cooled": now_ms - cooldown_ms, ":through": through, ":now": now_ms
        }  # fmt: skip
        try:
            self._client.update_item(
                TableName=self._connections,
                Key=connection_key(user_id, connection_id),
                UpdateExpression=f"SET {_THROUGH} = :through, {_AT} = :now",
                ConditionExpression=_ALLOWED,
                ExpressionAttributeValues={n: {"N": str(v)} for n, v in numbers.items()},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            row: TableItem = error.response.get("Item", {})
            if _AT not in row:
                return RESUME_COOLDOWN_SECONDS  # the row has just been deleted
            left_ms = int(row[_AT]["N"]) + cooldown_ms - now_ms
            return min(RESUME_COOLDOWN_SECONDS, max(1, math.ceil(left_ms / 1000)))
        return 0
