"""The replay log: per user, events numbered 1, 2, 3 … without gaps, each id once.

Items of a user's partition: ``head`` holds the last sequence; ``event#<20 digits>`` an event as
the text that clients get; ``id#<event id>`` the sequence that an id was given. An append is one
transaction over the three, conditional on the head that was read, so two producers at once
cannot share a number, skip one, or store the same id twice.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

from functions.common import clock
from functions.realtime.cloudevents import cloud_event, encode, sequence_text

APPEND_ATTEMPTS = 12
_CONTENDED = ("TransactionCanceledException", "TransactionInProgressException",
              "TransactionConflictException")  # fmt: skip


class LogContended(Exception):
    """Other producers were faster each time; nothing was stored, try again."""


@dataclass(frozen=True)
class Appended:
    """Where an event stands in the log, and whether this call put it there."""

    sequence: int
    text: str
    new: bool


class EventLog:
    """The events table, as DynamoDB's low-level client sees it."""

    def __init__(
        self,
        table_name: str,
        *,
        now: Callable[[], int] = clock.epoch_seconds,
        sleep: Callable[[float], None] = time.sleep,
        client: Any = None,
    ) -> None:
        self._table = table_name
        self._now, self._sleep = now, sleep
        self._client = client or _client()

    def append(self, user_id: str, event: dict[str, Any], window_seconds: int) -> Appended:
        """Number and store the event, or answer where the same id already stands."""
        for attempt in range(APPEND_ATTEMPTS):
            earlier = self._get(user_id, f"id#{event['id']}", "sequence")
            if earlier is not None:
                sequence = int(earlier["sequence"]["N"])
                return Appended(sequence, encode(cloud_event(event, sequence)), new=False)
            sequence = self.head(user_id) + 1
            text = encode(cloud_event(event, sequence))
            if self._store(user_id, event["id"], sequence, text, self._now() + window_seconds):
                return Appended(sequence, text, new=True)
            self._sleep(random.uniform(0, 0.02 * 2 ** min(attempt, 5)))  # noqa: S311 - jitter
        raise LogContended(f"the event was not stored after {APPEND_ATTEMPTS} attempts; try again")

    def head(self, user_id: str) -> int:
        """The user's last sequence, 0 when there is none."""
        item = self._get(user_id, "head", "sequence")
        return int(item["sequence"]["N"]) if item else 0

    def after(self, user_id: str, sequence: int) -> Iterator[tuple[int, str]]:
        """Unexpired events beyond ``sequence`` in order, as (sequence, text), page by page."""
        query: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "userId = :user AND itemKey BETWEEN :first AND :last",
            "FilterExpression": "expiresAt > :now",
            "ExpressionAttributeValues": {
                ":user": {"S": user_id},
                ":first": {"S": f"event#{sequence_text(sequence + 1)}"},
                ":last": {"S": "event#:"},  # ":" sorts just behind the digits
                ":now": {"N": str(self._now())},
            },
            "ConsistentRead": True,
        }
        while True:
            page = self._client.query(**query)
            for item in page["Items"]:
                yield int(item["itemKey"]["S"].removeprefix("event#")), item["eventJson"]["S"]
            if "LastEvaluatedKey" not in page:
                return
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _get(self, user_id: str, item_key: str, attribute: str) -> dict[str, Any] | None:
        found = self._client.get_item(
            TableName=self._table,
            Key={"userId": {"S": user_id}, "itemKey": {"S": item_key}},
            ProjectionExpression="#wanted",
            ExpressionAttributeNames={"#wanted": attribute},
            ConsistentRead=True,
        )
        item: dict[str, Any] | None = found.get("Item")
        return item

    def _store(
        self, user_id: str, event_id: str, sequence: int, text: str, expires_at: int
    ) -> bool:
        """One transaction; False when another producer was faster."""
        user, expiry = {"S": user_id}, {"N": str(expires_at)}
        number = {"N": str(sequence)}
        entry = {"userId": user, "itemKey": {"S": f"event#{sequence_text(sequence)}"},
                 "eventJson": {"S": text}, "expiresAt": expiry}  # fmt: skip
        marker = {"userId": user, "itemKey": {"S": f"id#{event_id}"},
                  "sequence": number, "expiresAt": expiry}  # fmt: skip
        head = {
            "TableName": self._table,
            "Key": {"userId": user, "itemKey": {"S": "head"}},
            "UpdateExpression": "SET #sequence = :next",
            "ConditionExpression": "attribute_not_exists(#sequence) OR #sequence = :last",
            "ExpressionAttributeNames": {"#sequence": "sequence"},
            "ExpressionAttributeValues": {":next": number, ":last": {"N": str(sequence - 1)}},
        }
        if sequence > 1:
            head["ConditionExpression"] = "#sequence = :last"
        absent = "attribute_not_exists(itemKey)"
        try:
            self._client.transact_write_items(
                TransactItems=[
                    {"Update": head},
                    {
                        "Put": {
                            "TableName": self._table,
                            "Item": entry,
                            "ConditionExpression": absent,
                        }
                    },
                    {
                        "Put": {
                            "TableName": self._table,
                            "Item": marker,
                            "ConditionExpression": absent,
                        }
                    },
                ]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _CONTENDED:
                return False
            raise
        return True


@cache
def _client() -> Any:
    return boto3.client("dynamodb")
