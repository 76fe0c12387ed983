"""The items of the replay log, as DynamoDB's low-level client has them. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from functions.realtime.protocol.cloudevents import sequence_text

HEAD = "head"
MARKER_SECONDS = 400 * 86_400
"""How long an id is known beyond the replay window. Whoever pushes may repeat that long: a state
machine is open for a year at most and can be redriven for 14 days after it ended."""
_EVENT = "event#"

Item = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One event of the log: its number, its frame, and when it leaves the window (Unix seconds)."""

    sequence: int
    event_id: str
    text: str
    expires_at: int


def event_key(sequence: int) -> str:
    """Sort key of an event's item; keys sort as the numbers do."""
    return f"{_EVENT}{sequence_text(sequence)}"


def marker_key(event_id: str) -> str:
    """Sort key of an id's marker. Hashed: 256 characters can be more bytes than a key may have."""
    return f"id#{hashlib.sha256(event_id.encode()).hexdigest()}"


def head_item(user_id: str, entry: Entry) -> Item:
    """The entry as the newest one. Its expiry is no TTL: the head keeps the count for good."""
    return {
        "userId": {"S": user_id},
        "itemKey": {"S": HEAD},
        "sequence": {"N": str(entry.sequence)},
        "eventId": {"S": entry.event_id},
        "eventJson": {"S": entry.text},
        "leavesWindowAt": {"N": str(entry.expires_at)},
    }


def entry_of_head(item: Item | None) -> Entry | None:
    """The entry that ``head_item`` made an item of; ``None`` for a user without events."""
    if item is None:
        return None
    return Entry(
        int(item["sequence"]["N"]),
        item["eventId"]["S"],
        item["eventJson"]["S"],
        int(item["leavesWindowAt"]["N"]),
    )


def archive_items(user_id: str, entry: Entry) -> list[Item]:
    """The entry as one that a newer head follows: the event and its id's marker."""
    user = {"S": user_id}
    event = {
        "userId": user,
        "itemKey": {"S": event_key(entry.sequence)},
        "eventJson": {"S": entry.text},
        "expiresAt": {"N": str(entry.expires_at)},
    }
    marker = {
        "userId": user,
        "itemKey": {"S": marker_key(entry.event_id)},
        "sequence": {"N": str(entry.sequence)},
        "expiresAt": {"N": str(entry.expires_at + MARKER_SECONDS)},
    }
    return [event, marker]


def numbered_text(item: Item) -> tuple[int, str]:
    """(sequence, frame) of an event's item."""
    return int(item["itemKey"]["S"].removeprefix(_EVENT)), item["eventJson"]["S"]


def sequence_of_marker(item: Item) -> int:
    """The number that the marker's id was given."""
    return int(item["sequence"]["N"])
