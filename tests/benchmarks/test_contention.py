"""Many producers at once for one user, on a simulated clock: no second passes."""

from __future__ import annotations

import itertools

import pytest

from benchmarks.contention.counted_attempts import twelve_attempts
from benchmarks.contention.producers import Append, contest, ours
from benchmarks.contention.simulated_clock import SimulatedClock
from benchmarks.contention.simulated_table import SimulatedTable
from contract.limits import LONGEST_APPEND_SECONDS


@pytest.mark.parametrize(("producers", "call_seconds"), [(2, 0.005), (40, 0.02), (160, 0.005)])
def test_no_producer_is_refused_and_every_number_is_given_once(
    producers: int, call_seconds: float
) -> None:
    found = contest(producers, call_seconds=call_seconds)

    assert found.refused == 0
    assert found.sequences == tuple(range(3, producers + 3))  # two events were there before
    assert found.archived == tuple(range(1, producers + 2))
    assert found.seconds[-1] < LONGEST_APPEND_SECONDS


def test_functions_of_the_version_before_append_to_the_same_log_meanwhile() -> None:
    """The peer appends as they do."""

    def both(table: SimulatedTable, clock: SimulatedClock) -> Append:
        ways = itertools.cycle([ours(table, clock), twelve_attempts(table, clock)])
        return lambda event: next(ways)(event)

    found = contest(20, both)

    assert (found.refused, found.sequences) == (0, tuple(range(3, 23)))
    assert found.archived == tuple(range(1, 22))


def test_a_producer_alone_makes_four_calls_and_waits_for_three() -> None:
    alone, before = contest(1), contest(1, twelve_attempts)

    assert (alone.calls, alone.read_units, alone.write_units) == (4, 2, 3)
    assert (before.calls, before.read_units, before.write_units) == (4, 2, 3)
    assert alone.seconds[0] < 0.8 * before.seconds[0]


def test_the_same_seed_gives_the_same_contest() -> None:
    assert contest(10, seed=7) == contest(10, seed=7) != contest(10, seed=8)
