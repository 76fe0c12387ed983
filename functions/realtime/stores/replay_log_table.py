"""The calls that the replay log makes on its table. Every read is consistent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from contract.tables import EVENTS_KEY, EXPIRES_AT
from functions.common.dynamodb import (
    DynamoDbRequest,
    TableItem,
    every_item,
    is_condition_failure,
    low_level_client,
)
from functions.common.retries import Retries
from functions.realtime.stores.log_epoch import table_epoch
from functions.realtime.stores.replay_log_items import Entry, entry_of_head, head_item, key_of

_PARTITION, _SORT = EVENTS_KEY
_BATCH_RETRIES = Retries(attempts=6, first_pause_seconds=0.05, least_part=1)


class ReplayLogThrottledError(Exception):
    """DynamoDB left a part of a batch undone in every attempt. Nothing was appended: try again."""


class HeadMovedError(Exception):
    """Another event has followed the head that an append had read."""

    def __init__(self, sequence: int) -> None:
        super().__init__()
        self.sequence = sequence
        """Of the head that was met. DynamoDB tells it with the refusal, without another read."""


class LogTable:
    """The events table."""

    def __init__(
        self, table_name: str, *, sleep: Callable[[float], None], client: Any = None
    ) -> None:
        self._name = table_name
        self._sleep = sleep
        self._client = client or low_level_client()

    def epoch(self) -> str:
        """The table's epoch."""
        return table_epoch(self._client, self._name)

    def get(self, user_id: str, item_key: str) -> TableItem | None:
        """The item, if it exists."""
        answer = self._client.get_item(
            TableName=self._name, Key=key_of(user_id, item_key), ConsistentRead=True
        )
        item: TableItem | None = answer.get("Item")
        return item

    def put_all(self, items: Sequence[TableItem]) -> None:
        """Put every item. An item that exists is overwritten with the same content."""
        wanted: DynamoDbRequest = {self._name: [{"PutRequest": {"Item": i}} for i in items]}
        for _ in _BATCH_RETRIES.each(self._sleep):
            wanted = self._client.batch_write_item(RequestItems=wanted).get("UnprocessedItems", {})
            if not wanted:
                return
        raise ReplayLogThrottledError(
            f"DynamoDB left items unwritten in {_BATCH_RETRIES.attempts} attempts; try again"
        )

    def replace_head(self, user_id: str, entry: Entry) -> None:
        """Make the entry the head. Raises ``HeadMovedError`` if the head is not the entry's
        predecessor any more: nothing is written then.
        """
        put: DynamoDbRequest = {
            "TableName": self._name,
            "Item": head_item(user_id, entry),
            "ConditionExpression": f"attribute_not_exists({_SORT})",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if entry.sequence > 1:
            put |= {
                "ConditionExpression": "#sequence = :previous",
                "ExpressionAttributeNames": {"#sequence": "sequence"},
                "ExpressionAttributeValues": {":previous": {"N": str(entry.sequence - 1)}},
            }
        try:
            self._client.put_item(**put)
        except ClientError as error:
            if is_condition_failure(error):
                met = entry_of_head(error.response.get("Item"))
                raise HeadMovedError(met.sequence if met else 0) from None
            raise

    def query(
        self, user_id: str, first: str, last: str, *, unexpired_at: int
    ) -> Iterator[TableItem]:
        """Items from ``first`` to ``last`` in order, page by page.

        Expired items are filtered: DynamoDB deletes them up to days late.
        """
        return every_item(
            self._client.query,
            TableName=self._name,
            KeyConditionExpression=f"{_PARTITION} = :user AND {_SORT} BETWEEN :first AND :last",
            FilterExpression=f"{EXPIRES_AT} > :now",
            ExpressionAttributeValues={
                ":user": {"S": user_id},
                ":first": {"S": first},
                ":last": {"S": last},
                ":now": {"N": str(unexpired_at)},
            },
            ConsistentRead=True,
        )
