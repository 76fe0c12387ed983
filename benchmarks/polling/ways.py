"""Every way to learn an outcome, with the same buyers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.polling import session
from benchmarks.polling.actions import Cost
from benchmarks.polling.constants import Pace
from benchmarks.polling.session import Polls, Total

OURS = "push"
EACH_SECOND, EACH_5_SECONDS = "each second", "each 5 seconds"
UNTIL_SECOND = "each second until the outcome"
POLLS = {
    EACH_SECOND: Polls(1, always=True),
    EACH_5_SECONDS: Polls(5, always=True),
    UNTIL_SECOND: Polls(1, always=False),
}


@dataclass(frozen=True)
class Latencies:
    """What one push and one read took on the stage, in seconds."""

    push: float
    read: float


def all_ways(
    number: int, costs: Mapping[str, Cost], pace: Pace, latencies: Latencies
) -> dict[str, Total]:
    """What so many buyers cost and how long they wait, by the way in which they learn."""
    buyers = session.buyers(number)
    ours = [session.pushed(buyer, pace, latencies.push) for buyer in buyers]
    totals = {OURS: session.total(ours, costs)}
    for name, polls in POLLS.items():
        asked = [session.polled(buyer, polls, latencies.read) for buyer in buyers]
        totals[name] = session.total(asked, costs)
    return totals


def as_series(totals: Mapping[str, Total]) -> dict[str, Any]:
    """For results.json: by way, what is billed and the median of the seconds."""
    return {
        way: {**asdict(found.cost), "median_seconds": found.median_seconds}
        for way, found in totals.items()
    }


def idle_hour(costs: Mapping[str, Cost], pace: Pace) -> Cost:
    """An hour of an open page without an order. Whoever polls only for an order sends nothing."""
    pings, proofs = 3600 / pace.ping_every, 3600 / pace.prove_within
    return costs["ping"].times(pings).plus(costs["proof"].times(proofs))
