"""The replay log: per user, events numbered 1, 2, 3 … without gaps.

A user's partition holds three kinds of items. ``head`` is the newest event in full.
``event#<20 digits>`` is an older event. ``identity#<hash>`` is the marker of an older event: the
hash is of its source and id. An append reads the head. Then it looks for the event's marker, and at
the same time writes the old head's event and marker. Then it replaces the head on condition that
nobody else has: that commits it. At whichever write a process dies, every event older than the head
is archived. A source and id are stored once, as long as their marker lives
(``replay_log_items.MARKER_SECONDS``). docs/adr/0004 compares the alternatives.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from functions.common import clock
from functions.common.lambda_types import JsonObject
from functions.realtime.protocol.cloudevents import (
    Identity,
    cloud_event,
    content_digest,
    identity_of,
)
from functions.realtime.protocol.frames import encode
from functions.realtime.stores import replay_log_items as log_items
from functions.realtime.stores.contention import Contention
from functions.realtime.stores.known_events import KnownEvent, KnownEvents
from functions.realtime.stores.replay_log_items import HEAD, Entry
from functions.realtime.stores.replay_log_table import HeadMovedError, LogTable
from functions.realtime.stores.side_by_side import side_by_side


class EventConflictError(ValueError):
    """The event's source and id belong to a stored event with other content.

    Nothing was stored. No repeat can succeed.
    """


SideBySide = Callable[[Callable[[], KnownEvent | None], Callable[[], None]], KnownEvent | None]


@dataclass(frozen=True)
class Appended:
    """Where an event stands in the log, and whether this call stored it."""

    sequence: int
    text: str | None
    """The frame as it was stored. ``None`` when DynamoDB has deleted the event, which happens up to
    days after it left the replay window."""
    new: bool


class ReplayLog:
    """Appends to the events table, and reads it."""

    def __init__(
        self,
        table_name: str,
        *,
        now: Callable[[], int] = clock.epoch_seconds,
        sleep: Callable[[float], None] = time.sleep,
        client: Any = None,
        epoch: Callable[[], str] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        at_once: SideBySide = side_by_side,
    ) -> None:
        self._table = LogTable(table_name, sleep=sleep, client=client)
        self._epoch = epoch or self._table.epoch
        self._known = KnownEvents(self._table, now)
        self._now, self._sleep, self._monotonic = now, sleep, monotonic
        self._at_once = at_once

    def append(self, user_id: str, event: JsonObject, window_seconds: int) -> Appended:
        """Number and store the event. For an event that is stored already, answer its number.

        Raises ``EventConflictError``, ``ReplayLogContendedError`` and ``ReplayLogThrottledError``.
        """
        identity = identity_of(event)
        contention = Contention(self._monotonic)
        while True:
            contention.begin_attempt()
            head = self.head(user_id)
            known = self._known_or_archived(user_id, head, identity)
            if known:
                _check_unchanged(event, known)
                return Appended(known.sequence, known.text, new=False)
            entry = self._next(head, event, window_seconds)
            try:
                self._table.replace_head(user_id, entry)
            except HeadMovedError as moved:
                self._sleep(contention.pause_seconds(entry.sequence - 1, moved.sequence))
            else:
                return Appended(entry.sequence, entry.text, new=True)

    def epoch(self) -> str:
        """The log's epoch: another one after a restore. DynamoDB is asked once per process."""
        return self._epoch()

    def head(self, user_id: str) -> Entry | None:
        """The user's newest event, even if it has left the replay window."""
        return log_items.entry_of_head(self._table.get(user_id, HEAD))

    def between(self, user_id: str, after: int, head: Entry) -> Iterator[tuple[int, str]]:
        """Events of the replay window after ``after``, up to and with ``head``: (sequence, frame).

        The caller must have read ``head`` first: every older event was archived by then, so that no
        event is missed.
        """
        if after < head.sequence - 1:
            first, last = log_items.event_key(after + 1), log_items.event_key(head.sequence - 1)
            for item in self._table.query(user_id, first, last, unexpired_at=self._now()):
                yield log_items.numbered_text(item)
        if after < head.sequence and head.expires_at > self._now():
            yield head.sequence, head.text

    def _known_or_archived(
        self, user_id: str, head: Entry | None, identity: Identity
    ) -> KnownEvent | None:
        """The event of that identity. If it is new, the head is archived meanwhile.

        The head was read first. An event that is archived after that moves the head, and then the
        conditional write fails.
        """
        if head is None:
            return None
        if head.identity == identity:
            return KnownEvent(head.sequence, content_digest(head.text), head.text)
        items = log_items.archive_items(user_id, head, self._now())
        if head.sequence == 1:  # no other event that could be known
            self._table.put_all(items)
            return None
        # To archive is right for a repeat, too: only not needed.
        return self._at_once(
            lambda: self._known.find(user_id, head, identity), lambda: self._table.put_all(items)
        )

    def _next(self, head: Entry | None, event: JsonObject, window_seconds: int) -> Entry:
        sequence = head.sequence + 1 if head else 1
        text = encode(cloud_event(event, sequence))
        bare_ids_until = head.bare_ids_until if head else 0
        return Entry(sequence, text, self._now() + window_seconds, bare_ids_until)


def _check_unchanged(event: JsonObject, known: KnownEvent) -> None:
    if content_digest(encode(cloud_event(event, known.sequence))) != known.digest:
        raise EventConflictError(
            f"event {event['id']!r} of source {event['source']!r} is stored with another type, "
            f"subject or data, as sequence {known.sequence}; nothing was stored. Send a new event "
            "with an id of its own, or repeat the stored event unchanged"
        )
