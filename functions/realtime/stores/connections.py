"""The table of open connections: one row per tab or device, keyed by user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3

from functions.common import clock

HANDSHAKE_SECONDS = 60
"""API Gateway ends a handshake 29 s after it began; the rest is for clocks that differ."""


@dataclass(frozen=True)
class Connection:
    """One row, as it is now."""

    connection_id: str
    opened_at_ms: int
    """When ``$connect`` stored it, in Unix milliseconds."""
    opening: bool
    """True while the handshake may be under way: until it is over, API Gateway says gone."""
    authorized: bool
    """False once the token that opened it has expired: nothing may be sent to it any more."""


class Connections:
    """Rows ``{userId, connectionId, openedAtMs, authorizedUntil, expiresAt}``.

    ``expiresAt`` is the TTL: when API Gateway has closed the connection for sure.
    """

    def __init__(
        self, table_name: str, *, now: Callable[[], int] = clock.epoch_seconds, client: Any = None
    ) -> None:
        self._table_name = table_name
        self._client = client or _client()
        self._now = now

    def open(
        self,
        user_id: str,
        connection_id: str,
        *,
        opened_at_ms: int,
        authorized_until: int,
        expires_at: int,
    ) -> None:
        """Remember a connection until ``expires_at``."""
        self._client.put_item(
            TableName=self._table_name,
            Item={
                "userId": user_id,
                "connectionId": connection_id,
                "openedAtMs": opened_at_ms,
                "authorizedUntil": authorized_until,
                "expiresAt": expires_at,
            },
        )

    def forget(self, user_id: str, connection_id: str) -> None:
        """Remove exactly this connection's row; removing it twice is fine."""
        self._client.delete_item(
            TableName=self._table_name, Key={"userId": user_id, "connectionId": connection_id}
        )

    def of_user(self, user_id: str) -> list[Connection]:
        """The user's connections, oldest first. DynamoDB removes expired rows days late."""
        query = {
            "TableName": self._table_name,
            "KeyConditionExpression": "userId = :user",
            "FilterExpression": "expiresAt > :now",
            "ExpressionAttributeValues": {":user": user_id, ":now": self._now()},
            "ConsistentRead": True,
        }
        rows: list[dict[str, Any]] = []
        while True:
            page = self._client.query(**query)
            rows += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        found = [self._connection(row) for row in rows]
        return sorted(found, key=lambda one: (one.opened_at_ms, one.connection_id))

    def _connection(self, row: dict[str, Any]) -> Connection:
        now, opened_at_ms = self._now(), int(row["openedAtMs"])
        return Connection(
            str(row["connectionId"]),
            opened_at_ms,
            opening=opened_at_ms > (now - HANDSHAKE_SECONDS) * 1000,
            authorized=int(row["authorizedUntil"]) > now,
        )


@cache
def _client() -> Any:
    """The client of boto3's resource interface: plain Python values, and safe between threads."""
    return boto3.resource("dynamodb").meta.client
