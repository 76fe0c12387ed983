"""Finds an event in the replay log by its identity, to tell a repeat from a new event.

Markers were once keyed by the event's id alone, whatever its source. Such a bare marker counts only
while the event that it points to is stored and has the same source. docs/adr/0004 has the reasons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from functions.realtime.protocol.cloudevents import Identity, content_digest, identity_in
from functions.realtime.stores import replay_log_items as log_items
from functions.realtime.stores.replay_log_items import Entry
from functions.realtime.stores.replay_log_table import LogTable


@dataclass(frozen=True)
class KnownEvent:
    """An event that is stored already."""

    sequence: int
    digest: str
    """Of its content."""
    text: str | None
    """Its frame. ``None`` when DynamoDB has deleted the event."""


class KnownEvents:
    """Looks for events of one log."""

    def __init__(self, table: LogTable, now: Callable[[], int]) -> None:
        self._table, self._now = table, now

    def find(self, user_id: str, head: Entry, identity: Identity) -> KnownEvent | None:
        """The event of that identity, if it is stored and is not the head.

        The caller must have read ``head`` first: every other event that was stored by then has a
        marker.
        """
        marker = self._table.get(user_id, log_items.marker_key(identity))
        if marker:
            sequence = log_items.sequence_of_marker(marker)
            digest = log_items.digest_of_marker(marker)
            return KnownEvent(sequence, digest, self._text(user_id, sequence))
        if head.bare_ids_until > self._now():
            return self._find_by_bare_id(user_id, identity)
        return None

    def _find_by_bare_id(self, user_id: str, identity: Identity) -> KnownEvent | None:
        marker = self._table.get(user_id, log_items.bare_marker_key(identity.event_id))
        if marker is None:
            return None
        sequence = log_items.sequence_of_marker(marker)
        text = self._text(user_id, sequence)
        if text is None or identity_in(text) != identity:
            return None
        return KnownEvent(sequence, content_digest(text), text)

    def _text(self, user_id: str, sequence: int) -> str | None:
        item = self._table.get(user_id, log_items.event_key(sequence))
        return log_items.numbered_text(item)[1] if item else None
