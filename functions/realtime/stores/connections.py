"""The table of open connections: one row per tab or device, keyed by user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, NamedTuple, Self

from botocore.exceptions import ClientError

from contract.tables import CONNECTIONS_KEY, EXPIRES_AT
from functions.common import clock
from functions.common.dynamodb import (
    MOST_SOCKETS,
    TableItem,
    every_item,
    is_condition_failure,
    low_level_client,
)
from functions.realtime.protocol.frames import camel_case

HANDSHAKE_SECONDS = 60
"""API Gateway ends a handshake 29 s after it began; the rest allows for clocks that differ."""


class ConnectionRow(NamedTuple):
    """A row, declared once. An attribute is called as its field, in camelCase."""

    user_id: str
    connection_id: str
    opened_at_ms: int
    """When the connection was opened, in Unix milliseconds."""
    authorized_until: int
    """When the token that opened the connection expires, in Unix seconds."""
    expires_at: int
    """The TTL: when API Gateway has closed the connection at the latest, in Unix seconds."""

    def to_item(self) -> TableItem:
        """The row as DynamoDB stores it."""
        return {
            camel_case(name): {"S": value} if isinstance(value, str) else {"N": str(value)}
            for name, value in self._asdict().items()
        }

    @classmethod
    def from_item(cls, item: TableItem) -> Self:
        """The row that ``to_item`` wrote. Other attributes are left out."""
        values: TableItem = {name: item[camel_case(name)] for name in cls._fields}
        for name, value in values.items():
            values[name] = int(value["N"]) if "N" in value else value["S"]
        return cls(**values)


@dataclass(frozen=True)
class Connection:
    """A connection at the moment of reading."""

    connection_id: str
    opened_at_ms: int
    opening: bool
    """True while the handshake may be under way: API Gateway answers 410 until it is over."""
    authorized: bool
    """False once the token that opened it has expired: nothing may be sent to it any more."""


_FORGETTING = BoundedSemaphore(MOST_SOCKETS)
"""Hundreds of connections can be gone at once: more sockets would be opened, and closed again."""


class Connections:
    """Reads and writes of the connections table."""

    def __init__(
        self, table_name: str, *, now: Callable[[], int] = clock.epoch_seconds, client: Any = None
    ) -> None:
        self._table_name = table_name
        self._client = client or low_level_client()
        self._now = now

    def open(self, row: ConnectionRow) -> None:
        """Store a connection."""
        self._client.put_item(TableName=self._table_name, Item=row.to_item())

    def open_again(self, row: ConnectionRow) -> bool:
        """Store a connection whose row is missing. False if it has its row after all."""
        try:
            self._client.put_item(
                TableName=self._table_name,
                Item=row.to_item(),
                ConditionExpression=f"attribute_not_exists({CONNECTIONS_KEY[1]})",
            )
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def forget(self, user_id: str, connection_id: str) -> None:
        """Delete this connection's row. No error if it is gone already."""
        key = connection_key(user_id, connection_id)
        with _FORGETTING:
            self._client.delete_item(TableName=self._table_name, Key=key)

    def of_user(self, user_id: str) -> list[Connection]:
        """The user's connections, oldest first.

        Expired rows are filtered: DynamoDB deletes them up to days late.
        """
        items = every_item(
            self._client.query,
            TableName=self._table_name,
            KeyConditionExpression=f"{CONNECTIONS_KEY[0]} = :user",
            FilterExpression=f"{EXPIRES_AT} > :now",
            ExpressionAttributeValues={":user": {"S": user_id}, ":now": {"N": str(self._now())}},
            ConsistentRead=True,
        )
        found = [self._connection(ConnectionRow.from_item(item)) for item in items]
        return sorted(found, key=lambda one: (one.opened_at_ms, one.connection_id))

    def _connection(self, row: ConnectionRow) -> Connection:
        now = self._now()
        return Connection(
            row.connection_id,
            row.opened_at_ms,
            opening=row.opened_at_ms > (now - HANDSHAKE_SECONDS) * 1000,
            authorized=row.authorized_until > now,
        )


def connection_key(user_id: str, connection_id: str) -> TableItem:
    """The key of a connection's row."""
    partition, sort = CONNECTIONS_KEY
    return {partition: {"S": user_id}, sort: {"S": connection_id}}
