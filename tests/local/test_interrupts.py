"""What a signal that asks to stop does first, amid a clean-up, and while a thing is being made."""

from __future__ import annotations

import contextlib
import signal

import pytest

from local.interrupts import CLEAN_UP_SECONDS, Interrupts


class Clock:
    """A time that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def interrupts(clock: Clock) -> Interrupts:
    return Interrupts(clock)


def send(interrupts: Interrupts) -> None:
    interrupts.handle(signal.SIGINT, None)


def test_a_second_signal_leaves_the_clean_up_alone_unless_it_hangs(
    interrupts: Interrupts, clock: Clock
) -> None:
    with pytest.raises(KeyboardInterrupt):
        send(interrupts)
    clock.now = CLEAN_UP_SECONDS
    send(interrupts)

    clock.now = CLEAN_UP_SECONDS + 0.1
    with pytest.raises(KeyboardInterrupt):
        send(interrupts)


def test_a_clean_up_that_hangs_within_a_shield_is_interrupted_alike(
    interrupts: Interrupts, clock: Clock
) -> None:
    with pytest.raises(KeyboardInterrupt):
        send(interrupts)

    with interrupts.shielded():
        clock.now = CLEAN_UP_SECONDS
        send(interrupts)
        clock.now = CLEAN_UP_SECONDS + 0.1
        with pytest.raises(KeyboardInterrupt):
            send(interrupts)


def test_the_third_press_acts_where_the_first_was_swallowed(interrupts: Interrupts) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        send(interrupts)
    send(interrupts)

    with interrupts.shielded():
        send(interrupts)
    with pytest.raises(KeyboardInterrupt):
        send(interrupts)


def test_the_many_signals_of_a_terminals_end_are_no_presses(interrupts: Interrupts) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupts.handle(signal.SIGHUP, None)

    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
        interrupts.handle(number, None)


def test_only_the_first_signal_is_told(clock: Clock) -> None:
    told: list[str] = []
    interrupts = Interrupts(clock, lambda: told.append("stopping"))
    with contextlib.suppress(KeyboardInterrupt), interrupts.shielded():
        send(interrupts)
        assert told == ["stopping"]  # at once, though it takes effect later
        send(interrupts)

    assert told == ["stopping"]


def test_an_act_that_nobody_looks_at_is_interrupted_later(
    interrupts: Interrupts, clock: Clock
) -> None:
    with interrupts.acting(lambda: None):
        send(interrupts)
        clock.now = CLEAN_UP_SECONDS + 0.1
        with pytest.raises(KeyboardInterrupt):
            send(interrupts)


def test_a_signal_waits_for_the_end_of_the_outermost_shield(interrupts: Interrupts) -> None:
    done = []

    def make_two_things() -> None:
        with interrupts.shielded():
            with interrupts.shielded():
                send(interrupts)
                done.append("inner")
            done.append("outer")
        done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        make_two_things()

    assert done == ["inner", "outer"]


def test_a_shield_without_a_signal_ends_quietly(interrupts: Interrupts) -> None:
    with interrupts.shielded():
        pass
    with interrupts.shielded():
        pass


def test_an_act_takes_the_place_of_the_exception_once(interrupts: Interrupts) -> None:
    done = []
    with interrupts.acting(lambda: done.append("stop")):
        send(interrupts)
        send(interrupts)

    assert done == ["stop"]
