"""The table of open connections: one row per tab or device, keyed by user."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr, Key

from functions.common import clock


class Connections:
    """Rows ``{userId, connectionId, connectedAt, expiresAt}``, times in Unix seconds."""

    def __init__(
        self, table_name: str, *, now: Callable[[], int] = clock.epoch_seconds, table: Any = None
    ) -> None:
        self._table = table or _table(table_name)
        self._now = now

    def open(self, user_id: str, connection_id: str, expires_at: int) -> None:
        """Remember a connection until ``expires_at``."""
        self._table.put_item(
            Item={
                "userId": user_id,
                "connectionId": connection_id,
                "connectedAt": self._now(),
                "expiresAt": expires_at,
            }
        )

    def close(self, user_id: str, connection_id: str) -> None:
        """Forget exactly this connection; forgetting it twice is fine."""
        self._table.delete_item(Key={"userId": user_id, "connectionId": connection_id})

    def of_user(self, user_id: str) -> list[str]:
        """Ids of the user's live connections. DynamoDB removes expired rows days late."""
        query = {
            "KeyConditionExpression": Key("userId").eq(user_id),
            "FilterExpression": Attr("expiresAt").gt(self._now()),
            "ProjectionExpression": "connectionId",
            "ConsistentRead": True,
        }
        found: list[str] = []
        while True:
            page = self._table.query(**query)
            found += [str(row["connectionId"]) for row in page["Items"]]
            if "LastEvaluatedKey" not in page:
                return found
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


@cache
def _table(name: str) -> Any:
    return boto3.resource("dynamodb").Table(name)
