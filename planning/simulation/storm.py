"""One storm: all pages lose their connections at once, and come back through AWS's limits.

Time goes in steps. Within a step, who is due first is served first. A handshake takes a request of
the account, also where it is then refused. Each live page takes requests, too: pings and proofs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planning.simulation.client import Client
from planning.simulation.limits import Gate, Limits
from planning.simulation.pages import LIVE, RESUMING, Floats, Pages


@dataclass(frozen=True)
class Storm:
    """What is simulated."""

    pages: int
    client: Client
    limits: Limits = field(default_factory=Limits)
    outage_seconds: float = 0
    """How long the Region answers nothing. 0: the connections are cut, and that is all."""
    until_seconds: float = 14_400
    stops_when_live: bool = True
    step_seconds: float = 0.25
    """At 10,000 requests a second a bucket of 5,000 is full after half a second."""
    seed: int = 1


@dataclass(frozen=True)
class Course:
    """What happened, step by step."""

    pages: int
    seconds: Floats
    """When each step ended."""
    live: NDArray[np.int64]
    handshakes: NDArray[np.int64]
    opened: NDArray[np.int64]
    refused: NDArray[np.int64]
    """Handshakes and resumes."""
    starved: NDArray[np.bool_]
    """Whether the account had no request left for someone: its other APIs answer 429, too."""
    fresh_tokens: int
    """How often a page asked for a fresh token, for it could not tell why it was refused."""

    def seconds_until(self, share: float) -> float:
        """When so many of the pages were live for the first time; infinite if never."""
        reached = np.flatnonzero(self.live >= share * self.pages)
        return float(self.seconds[reached[0]]) if len(reached) else float("inf")


def run(storm: Storm) -> Course:
    """The course of a storm. The same storm has the same course."""
    pages = Pages(storm.pages, storm.client, np.random.default_rng(storm.seed))
    gate = Gate(storm.limits, storm.client)
    pages.drop()
    step = storm.step_seconds
    rows = []
    for end in step * np.arange(1, round(storm.until_seconds / step) + 1):
        gate.fill(step, pages.live)
        counts = _step(pages, gate, end, is_down=end <= storm.outage_seconds)
        rows.append((end, pages.live, *counts))
        if storm.stops_when_live and pages.live == storm.pages:
            break
    seconds, live, handshakes, opened, refused, starved = map(np.array, zip(*rows, strict=True))
    return Course(
        storm.pages, seconds, live, handshakes, opened, refused, starved, pages.fresh_tokens
    )


def _step(pages: Pages, gate: Gate, end: float, is_down: bool) -> tuple[int, int, int, bool]:
    """Who is due acts. Answers handshakes, those that opened, refusals, and whether it starved."""
    due = np.flatnonzero(pages.due < end)
    pages.leave(due[pages.phase[due] == LIVE])
    due = due[np.argsort(pages.due[due], kind="stable")]
    resumes = pages.phase[due] == RESUMING
    pages.begin(due[~resumes])
    if is_down:
        passed, starved = np.zeros(len(due), np.bool_), False
    else:
        passed, starved = gate.passes(resumes)
    refused, resumed, opened = due[~passed], due[passed & resumes], due[passed & ~resumes]
    pages.refused(refused)
    pages.resumed(resumed)
    pages.opened(opened)
    return int((~resumes).sum()), len(opened), len(refused), starved
