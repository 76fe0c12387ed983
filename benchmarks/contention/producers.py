"""Producers that append one event each for the same user, all at the same moment."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks.contention.simulated_clock import SimulatedClock
from benchmarks.contention.simulated_table import SimulatedTable
from functions.common.lambda_types import JsonObject
from functions.realtime.stores.contention import ReplayLogContendedError
from functions.realtime.stores.replay_log import ReplayLog

USER, WINDOW_SECONDS = "ada", 86_400
CALL_SECONDS = 0.005
"""About what a call to DynamoDB takes within a Region."""
NOW = 1_800_000_000
Append = Callable[[JsonObject], int]
"""Stores the event and answers its sequence, or raises ``ReplayLogContendedError``."""
Appends = Callable[[SimulatedTable, SimulatedClock], Append]
"""A way to append, on a table and a clock."""


@dataclass(frozen=True)
class Contest:
    """What became of the producers."""

    sequences: tuple[int, ...]
    """Sorted, of the events that were stored."""
    archived: tuple[int, ...]
    """The numbers in the archive: of every event but the newest."""
    refused: int
    seconds: tuple[float, ...]
    """How long each took whose event was stored, sorted."""
    calls: int
    read_units: int
    write_units: int


def ours(table: SimulatedTable, clock: SimulatedClock) -> Append:
    """The notifier's replay log."""
    log = ReplayLog(
        "events", now=lambda: NOW, sleep=clock.sleep, client=table,
        monotonic=clock.monotonic, at_once=clock.side_by_side,
    )  # fmt: skip
    return lambda event: log.append(USER, event, WINDOW_SECONDS).sequence


def contest(
    producers: int, appends: Appends = ours, *, call_seconds: float = CALL_SECONDS, seed: int = 1
) -> Contest:
    """Let them append at once. The same seed gives the same result on every machine."""
    clock = SimulatedClock()
    table = SimulatedTable(clock, random.Random(seed), call_seconds)  # noqa: S311
    append = appends(table, clock)
    sequences: list[int] = []
    seconds: list[float] = []
    refused: list[str] = []

    def produce(name: str) -> None:
        try:
            sequences.append(append(an_event(name)))
            seconds.append(clock.seconds)
        except ReplayLogContendedError:
            refused.append(name)

    random.seed(seed)
    clock.run([lambda: append(an_event("before-1"))])
    clock.run([lambda: append(an_event("before-2"))])
    began = clock.seconds
    table.forget()
    clock.run([partial(produce, f"event-{n}") for n in range(producers)])
    keys = sorted(key for _, key in table.items if key.startswith("event#"))
    return Contest(
        sequences=tuple(sorted(sequences)),
        archived=tuple(int(key.removeprefix("event#")) for key in keys),
        refused=len(refused),
        seconds=tuple(sorted(one - began for one in seconds)),
        calls=sum(table.calls.values()),
        read_units=table.read_units,
        write_units=table.write_units,
    )


def an_event(name: str) -> JsonObject:
    """An event like the shop's."""
    return {
        "id": f"{name}:FINALIZED", "source": "checkout", "type": "order.finalized",
        "subject": name, "time": "2026-11-24T10:00:00Z",
        "data": {"orderId": name, "status": "FINALIZED"},
    }  # fmt: skip
