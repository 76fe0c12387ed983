"""A storm's simulation: no page is lost, and small storms go as reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.simulation.client import Client, read
from planning.simulation.limits import Bucket, Limits
from planning.simulation.pages import Pages
from planning.simulation.scenarios import before, with_jitter
from planning.simulation.storm import Course, Storm, run

CLIENT = read()
WIDE = Limits(connects=1e9, requests=1e9, requests_burst=1e9, concurrent_runs=1e9)


def fixed(client: Client) -> Client:
    """Every wait is the longest one: 1 s, 2 s, 4 s, …"""
    return with_jitter(client, "none")


def cut(pages: int, limits: Limits, client: Client = CLIENT, **more: float) -> Course:
    return run(Storm(pages, client, limits, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("outage_seconds", [0, 200])
@pytest.mark.parametrize("jitter", ["full", "equal", "none"])
def test_every_page_is_live_in_the_end_and_each_has_one_connection(
    jitter: str, outage_seconds: int, seed: int
) -> None:
    client = replace(with_jitter(CLIENT, jitter), token_life_seconds=1e9)  # type: ignore[arg-type]
    course = cut(300, Limits(connects=20), client, outage_seconds=outage_seconds, seed=seed)

    assert course.live[-1] == 300
    assert course.opened.sum() == 300  # no resume was refused for good
    assert course.handshakes.sum() == course.opened.sum() + course.refused.sum()
    assert (np.diff(course.live) >= 0).all()
    assert not course.live[course.seconds <= outage_seconds].any()


def test_the_same_seed_is_the_same_course_and_another_seed_another_one() -> None:
    one, same, other = (cut(500, Limits(connects=50), seed=seed) for seed in (1, 1, 2))

    assert (one.live == same.live).all()
    assert (one.handshakes == same.handshakes).all()
    assert len(one.live) != len(other.live) or (one.live != other.live).any()


def test_a_higher_quota_brings_the_pages_back_sooner_and_refuses_fewer() -> None:
    courses = [cut(2_000, Limits(connects=quota)) for quota in (25, 50, 100, 200, 1e9)]

    times = [course.seconds_until(0.99) for course in courses]
    refused = [int(course.refused.sum()) for course in courses]
    assert times == sorted(times, reverse=True)
    assert refused == sorted(refused, reverse=True)
    assert refused[-1] == 0


def test_without_limits_a_page_is_live_after_its_first_wait_and_a_step() -> None:
    course = cut(1, WIDE, fixed(CLIENT))

    # The wait is 1 s: the handshake is in the step that ends at 1.25, the resume 0.5 s later.
    assert course.seconds.tolist() == [0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75]
    assert course.live.tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert course.handshakes.tolist() == [0, 0, 0, 0, 1, 0, 0]


def test_without_jitter_all_pages_come_at_once_and_a_bucket_of_them_gets_in() -> None:
    course = cut(25, replace(WIDE, connects=10), fixed(CLIENT))

    # Attempts after 1, 3 and 7 s; each time the bucket of ten is full.
    began = course.seconds[course.handshakes > 0].tolist()
    assert began == [1.25, 3.25, 7.25]
    assert course.handshakes[course.handshakes > 0].tolist() == [25, 15, 5]
    assert course.opened[course.opened > 0].tolist() == [10, 10, 5]
    assert course.refused.sum() == 15 + 5


def test_after_six_attempts_and_three_minutes_the_waits_grow_to_two_minutes() -> None:
    course = cut(1, WIDE, fixed(CLIENT), outage_seconds=1_000)

    began = (course.seconds[course.handshakes > 0] - 0.25).tolist()
    # The ninth attempt is the first one after 180 s since the first.
    assert began == [1, 3, 7, 15, 31, 61, 91, 121, 151, 181, 301, 421, 541, 661, 781, 901, 1021]


def test_a_fresh_token_is_asked_for_with_the_fourth_attempt_and_not_again_for_ten_minutes() -> None:
    now, then = (
        cut(1, WIDE, fixed(client), outage_seconds=1_000) for client in (CLIENT, before(CLIENT))
    )
    # Attempts 4, 7, 10, 13 and 16 follow three failures each; of them 15, 661 and 1021 s.
    assert (now.fresh_tokens, then.fresh_tokens) == (2, 5)


def test_a_connection_that_opened_lets_the_next_row_of_failures_ask_for_a_fresh_token() -> None:
    pages, page = Pages(1, CLIENT, np.random.default_rng(1)), np.arange(1)
    pages.drop()
    for fails in (4, 4):
        for _ in range(fails):
            pages.begin(page)
            pages.refused(page)
        pages.begin(page)
        pages.opened(page)
        for _ in range(CLIENT.asks_again + 1):
            pages.refused(page)

    assert pages.fresh_tokens == 2


def test_a_refused_resume_is_sent_again_on_its_connection() -> None:
    # A handshake takes one request, a resume two: the bucket has one, and fills with one a second.
    tight = replace(WIDE, requests=0.5, requests_burst=2)
    kept = cut(1, tight, fixed(CLIENT), until_seconds=60)
    lost = cut(1, tight, fixed(before(CLIENT)), until_seconds=60)

    assert (kept.opened.sum(), kept.live[-1]) == (1, 1)
    assert lost.opened.sum() > 1


def test_a_bucket_serves_in_turn_and_who_wants_nothing_of_it_passes() -> None:
    bucket = Bucket(rate=2, burst=3)

    given = bucket.take(np.array([1.0, 1, 0, 2, 0, 1]))
    assert given.tolist() == [True, True, True, False, True, False]
    assert bucket.tokens == 1
    bucket.fill(0.5, less=1)
    assert bucket.tokens == 1.5
    bucket.fill(1)
    bucket.fill(1)
    assert bucket.tokens == 3


@pytest.mark.parametrize("step", [0.1, 0.25, 0.5])
def test_a_second_of_demand_gets_the_rate_whatever_the_step(step: float) -> None:
    bucket = Bucket(rate=10_000, burst=5_000)
    bucket.take(np.ones(5_000))

    served = 0
    for _ in range(round(1 / step)):
        bucket.fill(step)
        served += int(bucket.take(np.ones(20_000)).sum())
    assert served == 10_000


def test_a_step_in_which_a_bucket_would_overflow_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at most 0\.5 s, got 1: 10000 a second would overflow"):
        Bucket(rate=10_000, burst=5_000).fill(1)


def test_live_pages_take_requests_that_others_lack() -> None:
    def live(pages: int) -> int:
        tight = replace(WIDE, requests=2, requests_burst=2)
        return int(cut(pages, tight, until_seconds=1_500).live[-1])

    # 300 live pages take a request a second for pings and one for proofs: nothing is left.
    assert live(150) == 150
    assert live(400) < 300
