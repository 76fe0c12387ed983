"""Exactly how many calls of DynamoDB a push makes, beside the common handler."""

from __future__ import annotations

from benchmarks.receipt.trips import Trips, of_our_pushes, of_the_common_handler
from benchmarks.receipt.work import NAMES, measured
from benchmarks.turns import ROUNDS


def test_a_push_waits_for_three_calls_at_first_and_for_four_later() -> None:
    first, second, third, fourth = of_our_pushes(4)

    assert first == Trips(in_sequence=3, calls=3, read_units=2, write_units=1)
    assert second == Trips(in_sequence=4, calls=4, read_units=2, write_units=3)
    assert third == fourth == Trips(in_sequence=4, calls=5, read_units=3, write_units=3)


def test_the_common_handler_makes_one_call() -> None:
    assert of_the_common_handler() == Trips(1, calls=1, read_units=1, write_units=0)


def test_each_function_pushes_to_the_page_and_no_call_leaves_the_process() -> None:
    """The command fails if a push does not reach the page, or if nothing answers a call."""
    taken = measured(seconds=0, times=1)

    assert {name: len(rounds) for name, rounds in taken.items()} == dict.fromkeys(NAMES, ROUNDS)
