"""Attempts and pauses of the retry loop."""

from __future__ import annotations

import math

import pytest

from functions.checkout.stores import products, transactions
from functions.common.retries import Retries
from functions.realtime.push import management_api
from functions.realtime.stores import replay_log_table


def pauses(retries: Retries) -> list[float]:
    """The pauses of a loop in which every attempt fails."""
    slept: list[float] = []
    assert list(retries.each(slept.append)) == list(range(retries.attempts))
    return slept


def test_pauses_double_up_to_the_longest_one() -> None:
    retries = Retries(5, first_pause_seconds=1, longest_pause_seconds=6, least_part=1)
    assert pauses(retries) == [1, 2, 4, 6, 6]


@pytest.mark.parametrize("least_part", [0, 0.5])
def test_a_pause_is_random_but_for_its_least_part(least_part: float) -> None:
    full = pauses(Retries(6, first_pause_seconds=1, least_part=1))
    random = pauses(Retries(6, first_pause_seconds=1, least_part=least_part))
    assert all(least_part * most <= pause <= most for pause, most in zip(random, full, strict=True))
    assert random != full


def test_a_loop_that_is_left_on_success_does_not_sleep() -> None:
    slept: list[float] = []
    for _ in Retries(3, first_pause_seconds=1).each(slept.append):
        break
    assert slept == []


@pytest.mark.parametrize(
    ("retries", "attempts", "first", "longest", "least_part"),
    [
        (products._RETRIES, 5, 0.05, math.inf, 1),
        (transactions._RETRIES, 10, 0.02, 0.4, 0),
        (management_api.RETRIES, 4, 0.1, math.inf, 0.5),
        (replay_log_table._BATCH_RETRIES, 6, 0.05, math.inf, 1),
    ],
    ids=["prices", "transactions", "posts", "batches of the log"],
)
def test_each_caller_tries_as_often_and_as_fast_as_it_was_decided(
    retries: Retries, attempts: int, first: float, longest: float, least_part: float
) -> None:
    assert retries == (attempts, first, longest, least_part)
