"""One event for many users: what the bus and the queue take for it, and direct invocations. Pure.

Everything follows from what one batch and one direct push were counted to do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.contention.producers import CALL_SECONDS
from benchmarks.fan_out.slow_gateway import POST_SECONDS
from benchmarks.fan_out.through_the_bus import ENTRIES_OF_A_PUT
from benchmarks.processes import printed_by
from components.realtime_notifier.functions import PUSH_QUEUED_EVENTS
from planning import prices

USERS = 10_000


@dataclass(frozen=True)
class Pushes:
    """One invocation, counted: how many users it served, and with which calls."""

    users: int
    calls: Mapping[str, int]
    read_units: float
    write_units: float
    posts: int

    @property
    def seconds(self) -> float:
        """What it waits: users are served side by side, a user's calls one after another.

        The processor's time is left out: on Lambda's share of a processor nobody measured it here.
        """
        reads_and_writes = sum(self.calls.values()) - self.posts
        return reads_and_writes / self.users * CALL_SECONDS + POST_SECONDS


@dataclass(frozen=True)
class Bill:
    """What an event for ``USERS`` users takes one way."""

    invocations: int
    puts: int
    queue_requests: int
    users_per_second: float
    """Of one running function, at most: only waiting counts."""
    dollars: float


def counted() -> tuple[Pushes, Pushes]:
    """A batch of the queue, and a direct push: counted in a process of their own."""
    found = printed_by("benchmarks.fan_out.counted_pushes")
    return Pushes(**found["batch"]), Pushes(**found["direct"])


def by_the_bus(batch: Pushes, users: int = USERS) -> Bill:
    """One event a user, into the queue, out of it in full batches."""
    invocations = math.ceil(users / batch.users)
    requests = users + 2 * invocations  # sent one by one; received and deleted by the batch
    extra = prices.EVENT.cost(users) + prices.QUEUE_REQUEST.cost(requests)
    return _bill(batch, users, math.ceil(users / ENTRIES_OF_A_PUT), requests, extra)


def directly(push: Pushes, users: int = USERS) -> Bill:
    """The producer invokes the push function once for each user."""
    return _bill(push, users, 0, 0, 0)


def _bill(one: Pushes, users: int, puts: int, requests: int, extra: float) -> Bill:
    invocations = math.ceil(users / one.users)
    gigabytes = PUSH_QUEUED_EVENTS.memory_mib / 1024
    dollars = (
        extra
        + prices.INVOCATION.cost(invocations)
        + prices.MESSAGE.cost(one.posts * invocations)
        + prices.WRITE.cost(one.write_units * invocations)
        + prices.READ_UNIT.cost(one.read_units * invocations)
        + prices.GB_SECOND.cost(invocations * one.seconds * gigabytes)
    )
    return Bill(invocations, puts, requests, one.users / one.seconds, dollars)
