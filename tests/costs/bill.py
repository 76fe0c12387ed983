"""What one thing costs, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from planning.unit_counts import Bill
from tests.costs.metered_aws import READ


@dataclass(frozen=True)
class Counted(Bill):
    """What one thing costs, with each call of AWS by its operation."""

    calls: Mapping[str, int] = field(default_factory=dict)

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
            "all_invocations": self.all_invocations,
            "all_read_units": self.read_units,
            "all_write_units": self.write_units,
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
