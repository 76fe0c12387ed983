"""What one order, one page and one read take: the counts in unit_counts.json.

``make unit-counts`` writes the file from what the real functions do. A test counts again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("unit_counts.json")
INVOCATION_SECONDS = 0.05
"""How long an invocation is billed for. Assumed: a warm function with a few calls to DynamoDB."""

ACCESS_LOG_BYTES = 300
"""One line of API Gateway's access log. Assumed, as the threat model does."""


@dataclass(frozen=True)
class Bill:
    """What one thing takes, whatever it costs."""

    requests: float = 0
    """To the HTTP API."""
    messages: float = 0
    """Over WebSockets, in both directions."""
    served: float = 0
    """Requests, frames, handshakes and closes, each a line of the access log."""
    sent_bytes: float = 0
    """In frames and in bodies of answers."""
    events: float = 0
    """Put on the event bus."""
    queue_messages: float = 0
    transitions: float = 0
    invocations: Mapping[str, float] = field(default_factory=dict)
    log_bytes: Mapping[str, float] = field(default_factory=dict)
    """Each function's own lines."""
    states: Mapping[str, float] = field(default_factory=dict)
    """Each state that was entered; the retries are under ``(retries)``."""
    units: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    """By function, table and part: read, write, check (a condition) or doubled (a transaction)."""

    @property
    def read_units(self) -> float:
        """Read units of all tables."""
        return sum(units for (_, _, part), units in self.units.items() if part == "read")

    @property
    def write_units(self) -> float:
        """Write units of all tables."""
        return sum(units for (_, _, part), units in self.units.items() if part != "read")

    @property
    def all_invocations(self) -> float:
        """Invocations of all functions."""
        return sum(self.invocations.values())


@dataclass(frozen=True)
class Counts:
    """All counts."""

    orders: Mapping[str, Bill]
    """By how the order ends."""
    status_read: Bill
    resume: Bill
    """A page proves its subscription; nothing is missing."""
    connection: Bill
    """Opened and closed."""
    memory_mib: Mapping[str, int]
    lambdas_log_bytes: float
    """What Lambda itself writes about an invocation that succeeded."""
    alarms: int
    alarm_metrics: int
    """The metrics that the alarms look at. CloudWatch bills these."""
    metrics: int
    dashboards: int
    x86_64: frozenset[str] = frozenset()
    """The functions that do not run on arm64. None of ours does."""

    def gb_seconds(self, bill: Bill) -> float:
        """Of all the bill's functions, each with the memory that the program gives it."""
        return self.gigabytes(bill.invocations) * INVOCATION_SECONDS

    def invoked(self, bill: Bill, *, x86_64: bool = False) -> dict[str, float]:
        """The bill's invocations on arm64, or those on x86_64."""
        return {
            name: times
            for name, times in bill.invocations.items()
            if (name in self.x86_64) == x86_64
        }

    def gigabytes(self, invoked: Mapping[str, float]) -> float:
        """Memory of all these invocations, each as much as the program gives its function."""
        return sum(self.memory_mib[name] * times for name, times in invoked.items()) / 1024

    def logged_bytes(self, bill: Bill) -> float:
        """The functions' lines, Lambda's, and the access log's."""
        own = sum(bill.log_bytes.values()) + bill.all_invocations * self.lambdas_log_bytes
        return own + bill.served * ACCESS_LOG_BYTES


def load(file: Path = FILE) -> Counts:
    """The counts of the file."""
    return counts_of(json.loads(file.read_text(encoding="utf-8")))


def counts_of(stored: Mapping[str, Any]) -> Counts:
    """The counts that ``python -m tests.costs`` printed."""
    bills, program = stored["bills"], stored["program"]
    return Counts(
        orders={name: _bill(one) for name, one in bills["orders"].items()},
        status_read=_bill(bills["one status read"]),
        resume=_bill(bills["one resume that missed nothing"]),
        connection=_bill(bills["one connection of 2 hours, opened and closed"]),
        **program,
    )


def _bill(stored: Mapping[str, Any]) -> Bill:
    names = ("requests", "messages", "served", "sent_bytes", "events", "queue_messages",
             "transitions", "invocations", "log_bytes", "states")  # fmt: skip
    units = {}
    for spent, count in stored["units"].items():
        function, table, part = spent.split(" ")
        units[function, table, part] = count
    return Bill(**{name: stored[name] for name in names}, units=units)
