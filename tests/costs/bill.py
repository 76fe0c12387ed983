"""What one thing costs, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.costs.metered_aws import READ, Part


@dataclass
class Bill:
    """What one thing costs."""

    requests: int = 0
    """To the HTTP API."""
    messages: int = 0
    """Over WebSockets, in both directions."""
    served: int = 0
    """Requests, frames, handshakes and closes: each is a line of API Gateway's access log."""
    sent_bytes: int = 0
    """In frames and in bodies of answers."""
    events: int = 0
    """Put on the event bus."""
    queue_messages: int = 0
    transitions: int = 0
    invocations: dict[str, int] = field(default_factory=dict)
    log_bytes: dict[str, int] = field(default_factory=dict)
    """Each function's own lines."""
    states: dict[str, int] = field(default_factory=dict)
    """Each state that was entered; the retries are under ``(retries)``."""
    calls: dict[str, int] = field(default_factory=dict)
    units: dict[Part, float] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The bill as JSON, with the sums that are usually asked for."""
        reads: defaultdict[str, float] = defaultdict(float)
        writes: defaultdict[str, float] = defaultdict(float)
        for (_, table, part), units in self.units.items():
            (reads if part == READ else writes)[table] += units
        return {
            **asdict(self),
            "units": {" ".join(part): units for part, units in sorted(self.units.items())},
            "read_units": dict(reads),
            "write_units": dict(writes),
            "all_invocations": sum(self.invocations.values()),
            "all_read_units": sum(reads.values()),
            "all_write_units": sum(writes.values()),
            "all_log_bytes": sum(self.log_bytes.values()),
        }


@dataclass
class Tally:
    """What is counted as it happens, beside the calls to AWS."""

    invocations: Counter[str] = field(default_factory=Counter)
    log_bytes: Counter[str] = field(default_factory=Counter)
    queue_messages: int = 0
    answered_bytes: int = 0
    lifecycle: int = 0
    """Handshakes and closes."""
