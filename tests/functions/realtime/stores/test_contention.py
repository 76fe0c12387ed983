"""How an append waits for its rivals, and when it gives up."""

from __future__ import annotations

import random

import pytest

from contract.limits import LONGEST_APPEND_SECONDS
from functions.realtime.stores import contention
from functions.realtime.stores.contention import Contention, ReplayLogContendedError


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """With pauses as long as they may be."""
    monkeypatch.setattr(random, "uniform", lambda _, longest: longest)
    return Clock()


@pytest.mark.parametrize(
    ("took", "met", "pause"), [(0.015, 6, 0.03), (0.015, 8, 0.09), (0.1, 6, 0.2), (0.1, 90, 1)]
)
def test_a_pause_grows_with_the_rivals_that_went_first_and_with_the_time_of_an_attempt(
    clock: Clock, took: float, met: int, pause: float
) -> None:
    rivals = Contention(clock)
    rivals.begin_attempt()
    clock.seconds += took

    assert rivals.pause_seconds(read=5, met=met) == pytest.approx(pause)


def test_rivals_are_counted_from_the_first_head_that_was_read(clock: Clock) -> None:
    rivals = Contention(clock)
    rivals.begin_attempt()
    clock.seconds += 0.02
    rivals.pause_seconds(read=5, met=6)
    rivals.begin_attempt()
    clock.seconds += 0.02

    assert rivals.pause_seconds(read=9, met=10) == pytest.approx(2 * 0.02 * 5)


def test_an_attempt_that_took_no_time_is_followed_by_a_pause(clock: Clock) -> None:
    assert Contention(clock).pause_seconds(read=1, met=2) == pytest.approx(0.02)


def test_a_log_that_was_deleted_meanwhile_is_one_rival(clock: Clock) -> None:
    assert Contention(clock).pause_seconds(read=5, met=0) == pytest.approx(0.02)


def test_an_append_gives_up_before_a_pause_that_would_last_too_long(clock: Clock) -> None:
    rivals = Contention(clock)
    clock.seconds = LONGEST_APPEND_SECONDS - 0.5
    rivals.begin_attempt()
    assert rivals.pause_seconds(read=1, met=2) < 0.5
    clock.seconds = LONGEST_APPEND_SECONDS - 0.01
    rivals.begin_attempt()

    with pytest.raises(ReplayLogContendedError, match="appended first for 14 seconds; try again"):
        rivals.pause_seconds(read=1, met=2)


def test_a_pause_is_random_from_zero_on() -> None:
    rivals = Contention(Clock())
    pauses = [rivals.pause_seconds(read=1, met=2) for _ in range(100)]

    assert 0 <= min(pauses) < 0.005
    assert 0.015 < max(pauses) <= 2 * contention._SHORTEST_ATTEMPT_SECONDS
