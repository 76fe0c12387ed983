"""One event for many users: what the bus and the queue take for it, and direct invocations. Pure.

Everything follows from what one batch and one direct push were counted to do.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.bench import PROJECT
from components.realtime_notifier.functions import PUSH_QUEUED_EVENTS

USERS = 10_000
ENTRIES_OF_A_PUT = 10
"""EventBridge's PutEvents takes ten events, and each event names one user."""
FIRST_BATCHES_AT_ONCE = 5
"""Lambda starts with five batches of a queue at once, and adds more from minute to minute."""
CALL_SECONDS = 0.005
"""About what a call to DynamoDB takes within a Region."""
POST_SECONDS = 0.02
PRICES = {"event": 1.0, "queue request": 0.4, "invocation": 0.2, "message": 1.0,
          "write unit": 0.625, "read unit": 0.125}  # fmt: skip
"""Dollars per million, as docs/costs.md has them; a test compares."""
GB_SECOND = 0.0000133334


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
        """What it takes: users are served side by side, a user's calls one after another."""
        reads_and_writes = sum(self.calls.values()) - self.posts
        return reads_and_writes / self.users * CALL_SECONDS + POST_SECONDS


@dataclass(frozen=True)
class Bill:
    """What an event for ``USERS`` users takes one way."""

    invocations: int
    puts: int
    queue_requests: int
    users_per_second: float
    """Of one running function."""
    dollars: float


def counted() -> tuple[Pushes, Pushes]:
    """A batch of the queue, and a direct push: counted in a process of their own."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.fan_out.counted_pushes"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return Pushes(**found["batch"]), Pushes(**found["direct"])


def by_the_bus(batch: Pushes, users: int = USERS) -> Bill:
    """One event a user, into the queue, out of it in full batches."""
    invocations = math.ceil(users / batch.users)
    requests = users + 2 * invocations  # sent one by one; received and deleted by the batch
    extra = users * PRICES["event"] + requests * PRICES["queue request"]
    return _bill(batch, users, math.ceil(users / ENTRIES_OF_A_PUT), requests, extra)


def directly(push: Pushes, users: int = USERS) -> Bill:
    """The producer invokes the push function once for each user."""
    return _bill(push, users, 0, 0, 0)


def _bill(one: Pushes, users: int, puts: int, requests: int, extra: float) -> Bill:
    invocations = math.ceil(users / one.users)
    gigabytes = PUSH_QUEUED_EVENTS.memory_mib / 1024
    per_million = (
        extra
        + invocations * PRICES["invocation"]
        + one.posts * invocations * PRICES["message"]
        + one.write_units * invocations * PRICES["write unit"]
        + one.read_units * invocations * PRICES["read unit"]
    )
    dollars = per_million / 1e6 + invocations * one.seconds * gigabytes * GB_SECOND
    return Bill(invocations, puts, requests, one.users / one.seconds, dollars)
