"""The table of open connections: one row per tab or device, keyed by user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr, Key

from functions.common import clock


@dataclass(frozen=True)
class Connection:
    """One row. Times are Unix seconds, but ``opened_at_ms``, which only orders a user's tabs."""

    connection_id: str
    opened_at_ms: int
    authorized: bool
    """False once the token that opened it has expired: nothing may be sent to it any more."""


class Connections:
    """Rows ``{userId, connectionId, openedAtMs, authorizedUntil, expiresAt}``.

    ``expiresAt`` is the TTL: when API Gateway has closed the connection for sure.
    """

    def __init__(
        self, table_name: str, *, now: Callable[[], int] = clock.epoch_seconds, table: Any = None
    ) -> None:
        self._table = table or _table(table_name)
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
        self._table.put_item(
            Item={
                "userId": user_id,
                "connectionId": connection_id,
                "openedAtMs": opened_at_ms,
                "authorizedUntil": authorized_until,
                "expiresAt": expires_at,
            }
        )

    def forget(self, user_id: str, connection_id: str) -> None:
        """Remove exactly this connection's row; removing it twice is fine."""
        self._table.delete_item(Key={"userId": user_id, "connectionId": connection_id})

    def of_user(self, user_id: str) -> list[Connection]:
        """The user's connections, oldest first. DynamoDB removes expired rows days late."""
        query = {
            "KeyConditionExpression": Key("userId").eq(user_id),
            "FilterExpression": Attr("expiresAt").gt(self._now()),
            "ConsistentRead": True,
        }
        rows: list[dict[str, Any]] = []
        while True:
            page = self._table.query(**query)
            rows += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        found = [self._connection(row) for row in rows]
        return sorted(found, key=lambda one: (one.opened_at_ms, one.connection_id))

    def _connection(self, row: dict[str, Any]) -> Connection:
        authorized = int(row["authorizedUntil"]) > self._now()
        return Connection(str(row["connectionId"]), int(row["openedAtMs"]), authorized)


@cache
def _table(name: str) -> Any:
    return boto3.resource("dynamodb").Table(name)
