"""A session on a simulated clock: a page is open, one order is placed in it, its outcome comes.

Both sides get the same buyers: when each orders, and when the outcome is committed. Pure.
"""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.polling import actions
from benchmarks.polling.actions import Cost
from benchmarks.polling.constants import Pace

SESSION_SECONDS = 600
FIRST_ORDER, LAST_ORDER = 30, 540
OUTCOME_SECONDS = (2.5, 3.5)
"""From the order to its outcome: about three seconds, in which a shop finds that it is sold out."""


@dataclass(frozen=True)
class Buyer:
    """One page, in seconds since it was opened."""

    ordered_at: float
    ended_at: float
    """When the outcome is committed."""
    phase: float
    """How much of a polling interval has passed when the order is placed: 0 to 1."""


@dataclass(frozen=True)
class Polls:
    """A page that asks ``GET /orders/{id}`` each so many seconds."""

    every_seconds: float
    always: bool
    """Whether it asks as long as it is open; else from the order until the outcome."""


@dataclass(frozen=True)
class Outcome:
    """What one page did, and how long after the commit it knew."""

    actions: Counter[str]
    seconds_to_know: float


@dataclass(frozen=True)
class Total:
    """All pages together."""

    cost: Cost
    median_seconds: float


def buyers(number: int, seed: int = 16) -> list[Buyer]:
    """The same ones at each call."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    made = []
    for _ in range(number):
        ordered_at = chance.uniform(FIRST_ORDER, LAST_ORDER)
        made.append(
            Buyer(ordered_at, ordered_at + chance.uniform(*OUTCOME_SECONDS), chance.random())
        )
    return made


def pushed(buyer: Buyer, pace: Pace, latency: float, seconds: float = SESSION_SECONDS) -> Outcome:
    """A page of ours: opens, pings, proves, reads an order that stays PENDING, gets the event."""
    known_at = buyer.ended_at + latency
    done = Counter({actions.OPEN: 1, actions.EVENT: 1, actions.CLOSE: 1})
    done[actions.PING] = _ticks(pace.ping_every, seconds)
    done[actions.PROOF] = _ticks(pace.prove_within, known_at)
    done[actions.PROOF] += _ticks(pace.prove_within, seconds - known_at)
    pause, read_at = pace.first_read, buyer.ordered_at + pace.first_read
    while read_at < known_at:
        done[actions.READ] += 1
        if read_at >= buyer.ended_at:  # the read was sooner than the push
            known_at = min(known_at, read_at + latency)
        pause = min(2 * pause, pace.longest_read)
        read_at += pause
    return Outcome(done, known_at - buyer.ended_at)


def polled(buyer: Buyer, polls: Polls, latency: float, seconds: float = SESSION_SECONDS) -> Outcome:
    """A page that asks. It asks first one interval after the order; its phase shifts all asks."""
    every = polls.every_seconds
    first = every if not polls.always else every * (1 - buyer.phase)
    asked = max(1, math.ceil((buyer.ended_at - buyer.ordered_at - first) / every) + 1)
    known_at = buyer.ordered_at + first + (asked - 1) * every + latency
    number = _ticks(every, seconds) if polls.always else asked
    return Outcome(Counter({actions.READ: number}), known_at - buyer.ended_at)


def total(outcomes: Sequence[Outcome], costs: Mapping[str, Cost]) -> Total:
    """The sum of the costs, and the median of the times."""
    cost = Cost()
    for outcome in outcomes:
        for action, number in outcome.actions.items():
            cost = cost.plus(costs[action].times(number))
    return Total(cost, statistics.median(one.seconds_to_know for one in outcomes))


def _ticks(every: float, seconds: float) -> int:
    """How often a timer fires before so many seconds are over."""
    return max(0, math.ceil(seconds / every) - 1)
