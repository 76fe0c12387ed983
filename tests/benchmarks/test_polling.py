"""The session's arithmetic is exact, and its constants are the client's own."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks.plots import push_against_polling as plot
from benchmarks.polling import actions, session, ways
from benchmarks.polling.actions import Cost
from benchmarks.polling.constants import Pace, pace
from benchmarks.polling.session import Buyer, Polls
from benchmarks.results import Figure

BUYER = Buyer(ordered_at=100.25, ended_at=103.5, phase=0.25)
COSTS = {
    actions.OPEN: Cost(requests=3), actions.PING: Cost(requests=2), actions.EVENT: Cost(requests=1),
    actions.READ: Cost(requests=1), actions.PROOF: Cost(requests=2), actions.CLOSE: Cost(),
}  # fmt: skip


def test_the_pace_is_what_the_client_and_the_shop_page_say() -> None:
    assert pace() == Pace(ping_every=300, prove_within=600, first_read=5, longest_read=300)


def test_a_page_of_ours_opens_pings_once_and_hears_the_event() -> None:
    done = session.pushed(BUYER, pace(), latency=0.1)
    assert +done.actions == Counter(open=1, ping=1, event=1, close=1)
    assert done.seconds_to_know == pytest.approx(0.1)
    assert session.total([done], COSTS).cost.requests == 6


def test_a_page_of_an_hour_proves_itself_from_its_last_event_on() -> None:
    done = session.pushed(BUYER, pace(), latency=0.1, seconds=3600)
    assert done.actions[actions.PING] == 11
    assert done.actions[actions.PROOF] == 5


def test_an_order_that_stays_pending_is_read_as_the_shop_page_does() -> None:
    late = Buyer(ordered_at=100, ended_at=120, phase=0)
    done = session.pushed(late, pace(), latency=0.1)
    assert done.actions[actions.READ] == 2, "after 5 and after 15 seconds"


@pytest.mark.parametrize(
    ("polls", "phase", "reads", "seconds"),
    [
        (Polls(1, always=True), 0.25, 599, 0.5),  # it asks at 101, 102, 103 and 104
        (Polls(5, always=True), 0.05, 119, 1.5),  # at 105
        (Polls(1, always=False), 0, 4, 0.75),  # at 101.25 … 104.25
        (Polls(5, always=False), 0, 1, 1.75),  # at 105.25
    ],
)
def test_a_page_that_asks_knows_at_its_next_ask(
    polls: Polls, phase: float, reads: int, seconds: float
) -> None:
    buyer = Buyer(BUYER.ordered_at, BUYER.ended_at, phase)
    done = session.polled(buyer, polls, latency=0)
    assert done.actions == Counter(read=reads)
    assert done.seconds_to_know == pytest.approx(seconds)


def test_buyers_are_the_same_at_each_call() -> None:
    assert session.buyers(3) == session.buyers(3)
    assert all(2.5 <= one.ended_at - one.ordered_at <= 3.5 for one in session.buyers(100))


def test_push_needs_a_hundredth_of_the_requests_of_a_page_that_asks_each_second() -> None:
    latencies = ways.Latencies(push=0.1, read=0.05)
    totals = ways.all_ways(100, COSTS, pace(), latencies)
    requests = {way: found.cost.requests for way, found in totals.items()}
    assert requests[ways.OURS] == 600
    assert requests[ways.EACH_SECOND] == 59_900
    assert requests[ways.UNTIL_SECOND] < requests[ways.OURS], "polling until the end is cheaper"
    assert totals[ways.OURS].median_seconds < totals[ways.EACH_SECOND].median_seconds / 5


@pytest.mark.xdist_group("costs")
def test_what_each_action_takes() -> None:
    counted = actions.counted()
    assert {name: (cost.requests, cost.invocations) for name, cost in counted.items()} == {
        "open": (3, 3), "ping": (2, 0), "proof": (2, 1), "event": (1, 1), "read": (1, 1),
        "close": (0, 1),
    }  # fmt: skip


def test_the_plot_needs_the_series_only() -> None:
    latencies = ways.Latencies(push=0.1, read=0.05)
    found = ways.as_series(ways.all_ways(10, COSTS, pace(), latencies))
    series = json.loads(json.dumps({"by_buyers": {"10": found}}))
    assert len(plot.draw(Figure("push-against-polling", "", (), series)).axes) == 2
