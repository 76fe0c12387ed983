"""The peer: optimistic locking as it is usually written, and as this log had it before.

Read the head, look for a repeat, archive, replace the head on condition. Twelve attempts; pauses
with full jitter from 20 ms on, doubled up to 640 ms.
"""

from __future__ import annotations

from benchmarks.contention.producers import NOW, USER, WINDOW_SECONDS, Append
from benchmarks.contention.simulated_clock import SimulatedClock
from benchmarks.contention.simulated_table import SimulatedTable
from functions.common.lambda_types import JsonObject
from functions.common.retries import Retries
from functions.realtime.protocol.cloudevents import cloud_event, identity_of
from functions.realtime.protocol.frames import encode
from functions.realtime.stores import replay_log_items as log_items
from functions.realtime.stores.contention import ReplayLogContendedError
from functions.realtime.stores.replay_log_items import HEAD, Entry
from functions.realtime.stores.replay_log_table import HeadMovedError, LogTable

RETRIES = Retries(attempts=12, first_pause_seconds=0.02, longest_pause_seconds=0.64)


def twelve_attempts(client: SimulatedTable, clock: SimulatedClock) -> Append:
    """One call after the other, and so many attempts."""
    table = LogTable("events", sleep=clock.sleep, client=client)

    def append(event: JsonObject) -> int:
        for _ in RETRIES.each(clock.sleep):
            head = log_items.entry_of_head(table.get(USER, HEAD))
            table.get(USER, log_items.marker_key(identity_of(event)))
            if head:
                table.put_all(log_items.archive_items(USER, head, NOW))
            sequence = head.sequence + 1 if head else 1
            text = encode(cloud_event(event, sequence))
            try:
                table.replace_head(USER, Entry(sequence, text, NOW + WINDOW_SECONDS))
            except HeadMovedError:
                continue
            return sequence
        raise ReplayLogContendedError

    return append
