"""The client's and the shop page's own times, read from their code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.processes import PROJECT
from contract.limits import SUBSCRIPTION_CHECK_SECONDS


@dataclass(frozen=True)
class Pace:
    """When an open page sends something by itself, in seconds."""

    ping_every: float
    prove_within: float
    """After the last event or answer."""
    first_read: float
    """How long an order is PENDING until the shop page asks for it."""
    longest_read: float
    """The pause between two reads doubles up to this."""


def pace() -> Pace:
    """As the client and the shop page have it."""
    proof = _constant("client/internal/subscription_proof.js", "PROVE_WITHIN_SECONDS")
    if proof != SUBSCRIPTION_CHECK_SECONDS:
        raise AssertionError("the client and the contract name different times")
    return Pace(
        ping_every=_constant("client/internal/line_patience.js", "PING_EVERY_SECONDS"),
        prove_within=proof,
        first_read=_constant("storefront/pending_reads.js", "FIRST_READ_MS") / 1000,
        longest_read=_constant("storefront/pending_reads.js", "LAST_READ_MS") / 1000,
    )


def _constant(path: str, name: str) -> float:
    found = re.search(rf"^export const {name} = ([\d_]+);", (PROJECT / path).read_text(), re.M)
    if not found:
        raise AssertionError(f"{path} has no number {name}")
    return float(found[1].replace("_", ""))
