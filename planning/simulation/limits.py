"""What AWS lets through: token buckets, as its documents describe them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contract.quotas import CONCURRENT_EXECUTIONS, NEW_CONNECTIONS, STEADY_RATE
from planning.simulation.client import Client
from planning.unit_counts import INVOCATION_SECONDS

BURST_REQUESTS = 5_000
"""API Gateway's bucket of requests: what it takes at once after a pause."""
HANDSHAKE_REQUESTS, HANDSHAKE_RUNS = 1, 2  # the authorizer and open_connection
RESUME_REQUESTS, RESUME_RUNS = 2, 1  # the frame and its answer


@dataclass(frozen=True)
class Limits:
    """Of one account in one Region; ``connects`` of one stage if its own throttle is lower."""

    connects: float = NEW_CONNECTIONS.value
    """New connections a second. AWS names no burst for them: one second's share goes at once."""
    requests: float = STEADY_RATE.value
    requests_burst: float = BURST_REQUESTS
    concurrent_runs: float = CONCURRENT_EXECUTIONS.value
    function_seconds: float = INVOCATION_SECONDS


class Bucket:
    """A token bucket, full at first: it fills at ``rate`` a second, up to ``burst``."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self.tokens = burst

    def fill(self, seconds: float, less: float = 0) -> None:
        """Let time pass. ``less`` a second goes to others.

        What comes above the burst is lost, so a step must not bring more: ``ValueError``.
        """
        if self._rate * seconds > self._burst:
            raise ValueError(
                f"a step must be at most {self._burst / self._rate:g} s, got {seconds:g}: "
                f"{self._rate:g} a second would overflow a bucket of {self._burst:g}"
            )
        self.tokens = min(self._burst, self.tokens + max(0.0, self._rate - less) * seconds)

    def take(self, wanted: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Who gets the tokens that he wants, one after the other. Who is refused takes none."""
        given: NDArray[np.bool_] = (np.cumsum(wanted) <= self.tokens + 1e-9) | (wanted == 0)
        self.tokens -= float(wanted.sum(where=given))
        return given


class Gate:
    """The limits, one behind the other."""

    def __init__(self, limits: Limits, client: Client) -> None:
        self._function_seconds = limits.function_seconds
        self._requests = Bucket(limits.requests, limits.requests_burst)
        self._connects = Bucket(limits.connects, limits.connects)
        # In seconds of runs: so many can be worked off in a second.
        self._runs = Bucket(limits.concurrent_runs, limits.concurrent_runs)
        self._of_a_live_page = (
            1 / client.ping_every_seconds + RESUME_REQUESTS / client.prove_within_seconds
        )

    def fill(self, seconds: float, live: int) -> None:
        """Let time pass while so many pages are live."""
        self._requests.fill(seconds, less=live * self._of_a_live_page)
        self._connects.fill(seconds)
        self._runs.fill(seconds)

    def passes(self, resumes: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], bool]:
        """Which attempts get through, in their order, and whether requests ran out."""
        counted = self._requests.take(np.where(resumes, RESUME_REQUESTS, HANDSHAKE_REQUESTS) * 1.0)
        opened = self._connects.take(np.where(counted & ~resumes, 1.0, 0.0))
        runs = np.where(resumes, RESUME_RUNS, HANDSHAKE_RUNS) * self._function_seconds
        reached = counted & opened
        return reached & self._runs.take(np.where(reached, runs, 0.0)), not counted.all()
