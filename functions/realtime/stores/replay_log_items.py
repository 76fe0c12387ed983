"""The items of the replay log, as DynamoDB's low-level client has them. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from contract.limits import REPEATABLE_DAYS
from contract.tables import EVENTS_KEY, EXPIRES_AT
from functions.common.dynamodb import TableItem
from functions.realtime.protocol.cloudevents import (
    Identity,
    content_digest,
    identity_in,
    sequence_text,
)

HEAD = "head"
MARKER_SECONDS = REPEATABLE_DAYS * 86_400
"""How long an event is known after it left the replay window."""
CLOCKS_SECONDS = 60
"""How long an event is still archived after it left the replay window: clocks differ, and a page
may be resuming."""
_EVENT = "event#"


@dataclass(frozen=True)
class Entry:
    """One event of the log."""

    sequence: int
    text: str
    """The frame."""
    expires_at: int
    """When the event leaves the replay window, in Unix seconds."""
    bare_ids_until: int = 0
    """Until when the log may hold events whose markers know their id but not their source, in Unix
    seconds. Only a log that is older than the markers by source and id has any."""

    @cached_property
    def identity(self) -> Identity:
        """The event's source and id."""
        return identity_in(self.text)


def event_key(sequence: int) -> str:
    """Sort key of an event's item. Keys sort as their numbers do."""
    return f"{_EVENT}{sequence_text(sequence)}"


def marker_key(identity: Identity) -> str:
    """Sort key of an event's marker. Hashed: source and id can have more bytes than a key may.

    The hashed text is a JSON list, so that no other source and id have the same text.
    """
    return f"identity#{hashlib.sha256(json.dumps(identity).encode()).hexdigest()}"


def bare_marker_key(event_id: str) -> str:
    """Sort key of a marker that knows only its event's id. None is written any more."""
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
        # Not read here. During an update, functions of the version before still read it.
        "eventId": {"S": entry.identity.event_id},
        "eventJson": {"S": entry.text},
        "leavesWindowAt": {"N": str(entry.expires_at)},
        "bareIdsUntil": {"N": str(entry.bare_ids_until)},
    }


def entry_of_head(item: TableItem | None) -> Entry | None:
    """The entry in a head item; ``None`` for a user without events."""
    if item is None:
        return None
    leaves_window_at = item["leavesWindowAt"]["N"]
    # A head without ``bareIdsUntil`` is the last of the old kind: its archive has bare markers.
    bare_ids_until = item.get("bareIdsUntil", {"N": leaves_window_at})["N"]
    return Entry(
        int(item["sequence"]["N"]),
        item["eventJson"]["S"],
        int(leaves_window_at),
        int(bare_ids_until),
    )


def archive_items(user_id: str, entry: Entry, now: int) -> list[TableItem]:
    """The entry once a newer head follows it: its marker, and the event itself while a page may
    still resume it."""
    event = {
        **key_of(user_id, event_key(entry.sequence)),
        "eventJson": {"S": entry.text},
        EXPIRES_AT: {"N": str(entry.expires_at)},
    }
    marker = {
        **key_of(user_id, marker_key(entry.identity)),
        "sequence": {"N": str(entry.sequence)},
        "digest": {"S": content_digest(entry.text)},
        EXPIRES_AT: {"N": str(entry.expires_at + MARKER_SECONDS)},
    }
    return [event, marker] if entry.expires_at > now - CLOCKS_SECONDS else [marker]


def numbered_text(item: TableItem) -> tuple[int, str]:
    """(sequence, frame) of an event's item."""
    return int(item[EVENTS_KEY[1]]["S"].removeprefix(_EVENT)), item["eventJson"]["S"]


def sequence_of_marker(item: TableItem) -> int:
    """The sequence of the marker's event."""
    return int(item["sequence"]["N"])


def digest_of_marker(item: TableItem) -> str:
    """The digest of the content of the marker's event."""
    return str(item["digest"]["S"])
