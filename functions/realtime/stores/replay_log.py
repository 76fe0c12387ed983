"""The replay log: per user, events numbered 1, 2, 3 … without gaps, each id once.

A user's partition holds three kinds of items. ``head`` is the newest event in full; replacing it,
on condition that nobody else has, is what appends an event. ``event#<20 digits>`` is an older
event and ``id#<hash>`` the number that an older event's id was given: both are written before the
head that they come from is replaced. So whatever crashes, everything below the head is archived,
and a crash after that write is an append that happened. docs/adr/0004 compares the alternatives.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from functions.common import clock
from functions.realtime.protocol.cloudevents import cloud_event
from functions.realtime.protocol.frames import encode
from functions.realtime.stores import replay_log_items as log_items
from functions.realtime.stores.replay_log_items import HEAD, Entry
from functions.realtime.stores.replay_log_table import LogTable

APPEND_ATTEMPTS = 12


class ReplayLogContendedError(Exception):
    """Other producers were faster each time; nothing was stored, try again."""


@dataclass(frozen=True)
class Appended:
    """Where an event stands in the log, and whether this call put it there.

    ``text`` is the frame as it was stored, ``None`` when it has left the replay window.
    """

    sequence: int
    text: str | None
    new: bool


class ReplayLog:
    """Appends to, and reads from, the events table."""

    def __init__(
        self,
        table_name: str,
        *,
        now: Callable[[], int] = clock.epoch_seconds,
        sleep: Callable[[float], None] = time.sleep,
        client: Any = None,
    ) -> None:
        self._table = LogTable(table_name, sleep=sleep, client=client)
        self._now, self._sleep = now, sleep

    def append(self, user_id: str, event: dict[str, Any], window_seconds: int) -> Appended:
        """Number and store the event, or answer where the same id already stands.

        Raises ``ReplayLogContendedError`` when other producers for the same user won every race.
        """
        marker_key = log_items.marker_key(event["id"])
        for attempt in range(APPEND_ATTEMPTS):
            # In this order: an id that the head does not hold and that was stored before is
            # archived by now, or the head will not be the one that is replaced below.
            head = self.head(user_id)
            if head and head.event_id == event["id"]:
                return Appended(head.sequence, head.text, new=False)
            marker = self._table.get(user_id, marker_key)
            if marker:
                return self._repeated(user_id, log_items.sequence_of_marker(marker))
            entry = self._next(head, event, window_seconds)
            if head:
                self._table.put_all(log_items.archive_items(user_id, head))
            if self._table.replace_head(user_id, entry):
                return Appended(entry.sequence, entry.text, new=True)
            self._sleep(random.uniform(0, 0.02 * 2 ** min(attempt, 5)))  # noqa: S311 - jitter
        raise ReplayLogContendedError(
            f"the event was not stored after {APPEND_ATTEMPTS} attempts; try again"
        )

    def head(self, user_id: str) -> Entry | None:
        """The user's newest event, also when it has left the replay window."""
        return log_items.entry_of_head(self._table.get(user_id, HEAD))

    def between(self, user_id: str, after: int, head: Entry) -> Iterator[tuple[int, str]]:
        """Events of the window beyond ``after``, up to and with ``head``, as (sequence, text).

        ``head`` must have been read before: all below it was archived then, so none is missed.
        """
        if after < head.sequence - 1:
            first, last = (
                log_items.event_key(after + 1),
                log_items.event_key(head.sequence - 1),
            )
            for item in self._table.query(user_id, first, last, unexpired_at=self._now()):
                yield log_items.numbered_text(item)
        if after < head.sequence and head.expires_at > self._now():
            yield head.sequence, head.text

    def _next(self, head: Entry | None, event: dict[str, Any], window_seconds: int) -> Entry:
        sequence = head.sequence + 1 if head else 1
        text = encode(cloud_event(event, sequence))
        return Entry(sequence, event["id"], text, self._now() + window_seconds)

    def _repeated(self, user_id: str, sequence: int) -> Appended:
        item = self._table.get(user_id, log_items.event_key(sequence))
        return Appended(sequence, log_items.numbered_text(item)[1] if item else None, new=False)
