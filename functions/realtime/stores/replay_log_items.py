"""The items of the replay log, as DynamoDB's low-level client has them. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from contract.limits import REPEATABLE_DAYS
from contract.tables import EVENTS_KEY, EXPIRES_AT
from functions.common.dynamodb import TableItem
from functions.realtime.protocol.cloudevents import sequence_text

HEAD = "head"
MARKER_SECONDS = REPEATABLE_DAYS * 86_400
"""How long an id is known after its event left the replay window."""
_EVENT = "event#"


@dataclass(frozen=True)
class Entry:
    """One event of the log."""

    sequence: int
    event_id: str
    text: str
    """The frame."""
    expires_at: int
    """When the event leaves the replay window, in Unix seconds."""


def event_key(sequence: int) -> str:
    """Sort key of an event's item. Keys sort as their numbers do."""
    return f"{_EVENT}{sequence_text(sequence)}"


def marker_key(event_id: str) -> str:
    """Sort key of an id's marker. Hashed: 256 characters can have more bytes than a key may."""
    return f"id#{hashlib.sha256(event_id.encode()).hexdigest()}"


def key_of(user_id: str, item_key: str) -> TableItem:
    """The key of an item."""
    partition, sort = EVENTS_KEY
    return {partition: {"S": user_id}, sort: {"S": item_key}}


def head_item(user_id: str, entry: Entry) -> TableItem:
    """The entry as the head. Its expiry is not a TTL: the head keeps the count for good."""
    return {
        **key_of(user_id, HEAD),
        "sequence": {"N": str(entry.sequence)},
        "eventId": {"S": entry.event_id},
        "eventJson": {"S": entry.text},
        "leavesWindowAt": {"N": str(entry.expires_at)},
    }


def entry_of_head(item: TableItem | None) -> Entry | None:
    """The entry in a head item; ``None`` for a user without events."""
    if item is None:
        return None
    return Entry(
        int(item["sequence"]["N"]),
        item["eventId"]["S"],
        item["eventJson"]["S"],
        int(item["leavesWindowAt"]["N"]),
    )


def archive_items(user_id: str, entry: Entry) -> list[TableItem]:
    """The entry once a newer head follows it: the event, and the marker of its id."""
    event = {
        **key_of(user_id, event_key(entry.sequence)),
        "eventJson": {"S": entry.text},
        EXPIRES_AT: {"N": str(entry.expires_at)},
    }
    marker = {
        **key_of(user_id, marker_key(entry.event_id)),
        "sequence": {"N": str(entry.sequence)},
        EXPIRES_AT: {"N": str(entry.expires_at + MARKER_SECONDS)},
    }
    return [event, marker]


def numbered_text(item: TableItem) -> tuple[int, str]:
    """(sequence, frame) of an event's item."""
    return int(item[EVENTS_KEY[1]]["S"].removeprefix(_EVENT)), item["eventJson"]["S"]


def sequence_of_marker(item: TableItem) -> int:
    """The sequence of the event with the marker's id."""
    return int(item["sequence"]["N"])
