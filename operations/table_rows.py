"""Rows of a stage's table: of one partition, or wherever they are. Reads are consistent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Row = dict[str, Any]
"""As DynamoDB has it: ``{name: {type: value}}``."""


class TableRows:
    """One table. ``key`` is the partition key, then the sort key where there is one."""

    def __init__(self, tables: Any, name: str, key: Sequence[str]) -> None:
        self.name = name
        self._tables, self._key = tables, tuple(key)

    def of(self, partition: str) -> Iterator[Row]:
        """The rows of one partition, page by page."""
        yield from self._pages(
            self._tables.query,
            KeyConditionExpression="#partition = :partition",
            ExpressionAttributeNames={"#partition": self._key[0]},
            ExpressionAttributeValues={":partition": {"S": partition}},
        )

    def having(self, attribute: str, value: str) -> Iterator[Row]:
        """The rows with this text as the attribute's value. Reads the whole table."""
        yield from self._pages(
            self._tables.scan,
            FilterExpression="#attribute = :value",
            ExpressionAttributeNames={"#attribute": attribute},
            ExpressionAttributeValues={":value": {"S": value}},
        )

    def all(self) -> Iterator[Row]:
        """Every row. Reads the whole table."""
        yield from self._pages(self._tables.scan)

    def delete(self, row: Row) -> None:
        """Delete the row; no error if it is gone."""
        self._tables.delete_item(TableName=self.name, Key=self.key_of(row))

    def delete_partition(self, partition: str) -> int:
        """Delete the rows of one partition; how many there were."""
        count = 0
        for row in self.of(partition):
            self.delete(row)
            count += 1
        return count

    def key_of(self, row: Row) -> Row:
        """The row's key."""
        return {name: row[name] for name in self._key}

    def _pages(self, call: Callable[..., Any], **request: Any) -> Iterator[Row]:
        start: dict[str, Any] = {}
        while True:
            page = call(TableName=self.name, ConsistentRead=True, **request, **start)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
