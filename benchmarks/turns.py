"""Two things measured in turns: whatever slows this machine down slows both of them down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.results import Goal, Row

ROUNDS = 5
Taken = TypeVar("Taken")
"""What one sample answers: mostly a number, else all that was seen of one run."""
Sample = Callable[[], float]
"""Does the work once. Answers what it took, in the row's unit."""


def milliseconds(action: Callable[[], object], times: int = 1) -> Sample:
    """A sample that does the action so many times. It answers the milliseconds of one."""

    def sample() -> float:
        began = time.perf_counter()
        for _ in range(times):
            action()
        return (time.perf_counter() - began) * 1000 / times

    return sample


def in_turns(
    samples: Sequence[Callable[[], Taken]], rounds: int = ROUNDS, *, warm_up: bool = True
) -> list[list[Taken]]:
    """What each sample answered in each round. One round before them warms up and is left out,
    which samples in fresh processes do not need.

    Every other round goes backwards, so that none always runs behind the same neighbour.
    """
    taken: list[list[Taken]] = [[] for _ in samples]
    for number in range(-1 if warm_up else 0, rounds):
        order = list(enumerate(samples))
        for index, sample in order if number % 2 else reversed(order):
            value = sample()
            if number >= 0:
                taken[index].append(value)
    return taken


def call_by_call(
    actions: Sequence[Callable[[], object]], times: int, rounds: int = ROUNDS
) -> list[list[float]]:
    """What one call of each action took in each round: the median of ``times`` calls, in µs.

    For calls of microseconds. Each is called once, then each once more: none finds the processor's
    caches warmed up by its own last call, as no handshake does.
    """
    found: list[list[float]] = [[] for _ in actions]
    for number in range(-1, rounds):
        taken: list[list[float]] = [[] for _ in actions]
        for _ in range(times):
            for index, action in enumerate(actions):
                began = time.perf_counter()
                action()
                taken[index].append(time.perf_counter() - began)
        if number >= 0:
            for index, values in enumerate(taken):
                found[index].append(statistics.median(values) * 1e6)
    return found


def compared(
    measure: str,
    ours: Sequence[float],
    peer_name: str,
    peer: Sequence[float],
    unit: str,
    goal: Goal | None = None,
    note: str = "",
) -> Row:
    """A row of what two samples answered in the same rounds: medians, and the ratios' spread."""
    ratios = [mine / theirs for mine, theirs in zip(ours, peer, strict=True)]
    return Row(
        measure, statistics.median(ours), peer_name, statistics.median(peer), unit,
        statistics.median(ratios), goal, (min(ratios), max(ratios)), note,
    )  # fmt: skip


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]
