"""What the stores of this family share: a table, a clock, a client, and values as JSON has them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, SupportsBytes

from functions.common.dynamodb import TableItem, table_client


class Table:
    """One DynamoDB table and the clock that its rows' times come from."""

    def __init__(
        self, table_name: str, now: Callable[[], datetime], client: Any | None = None
    ) -> None:
        self.table_name = table_name
        self._now = now
        self._client = client if client is not None else table_client()

    def _item(self, key: TableItem) -> TableItem | None:
        """The row of this key as JSON-ready data, read consistently."""
        answer = self._client.get_item(TableName=self.table_name, Key=key, ConsistentRead=True)
        item: TableItem | None = plain(answer.get("Item"))
        return item

    def _timestamp(self) -> str:
        return timestamp(self._now())


def timestamp(moment: datetime) -> str:
    """An aware ``moment`` as tables and events have it: ``2030-01-02T03:04:05.678Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """``value`` as DynamoDB answered it, as JSON-ready data.

    A Decimal becomes an int or float, a set a sorted list, bytes a base64 text.
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Set):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, SupportsBytes):  # bytes, and boto3's wrapper of bytes
        return b64encode(bytes(value)).decode()
    return value
