"""The calls that the replay log makes on its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

from functions.realtime.stores.replay_log_items import Entry, Item, head_item

BATCH_ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.05


class ReplayLogThrottledError(Exception):
    """DynamoDB left a part of a batch undone to the end; nothing was appended, try again."""


class LogTable:
    """One user's partition at a time, always read consistently."""

    def __init__(
        self, table_name: str, *, sleep: Callable[[float], None], client: Any = None
    ) -> None:
        self._name = table_name
        self._sleep = sleep
        self._client = client or _client()

    def get(self, user_id: str, item_key: str) -> Item | None:
        """The item, if it exists."""
        answer = self._client.get_item(
            TableName=self._name,
            Key={"userId": {"S": user_id}, "itemKey": {"S": item_key}},
            ConsistentRead=True,
        )
        item: Item | None = answer.get("Item")
        return item

    def put_all(self, items: Sequence[Item]) -> None:
        """Put every item, whatever is there: they are copies, the same each time."""
        wanted: dict[str, Any] = {self._name: [{"PutRequest": {"Item": i}} for i in items]}
        for attempt in range(BATCH_ATTEMPTS):
            wanted = self._client.batch_write_item(RequestItems=wanted).get("UnprocessedItems", {})
            if not wanted:
                return
            self._pause(attempt)
        raise ReplayLogThrottledError("the log could not be written")

    def replace_head(self, user_id: str, entry: Entry) -> bool:
        """Make the entry the head; False when the head is not the one just before it any more."""
        put: dict[str, Any] = {
            "TableName": self._name,
            "Item": head_item(user_id, entry),
            "ConditionExpression": "attribute_not_exists(itemKey)",
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
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def query(self, user_id: str, first: str, last: str, *, unexpired_at: int) -> Iterator[Item]:
        """Items from ``first`` to ``last`` in order, page by page, without the expired ones.

        DynamoDB removes expired items up to days late, so they are filtered here.
        """
        query: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": "userId = :user AND itemKey BETWEEN :first AND :last",
            "FilterExpression": "expiresAt > :now",
            "ExpressionAttributeValues": {
                ":user": {"S": user_id},
                ":first": {"S": first},
                ":last": {"S": last},
                ":now": {"N": str(unexpired_at)},
            },
            "ConsistentRead": True,
        }
        while True:
            page = self._client.query(**query)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _pause(self, attempt: int) -> None:
        self._sleep(FIRST_PAUSE_SECONDS * 2**attempt)


@cache
def _client() -> Any:
    return boto3.client("dynamodb")
