"""How an append waits that other producers have overtaken, and when it gives up.

It expects as many rivals still to come as it has seen go before, and each to take as long as its
own attempt took. So a pause fits two producers and two hundred, a fast table and a slow one.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from contract.limits import LONGEST_APPEND_SECONDS

_SHORTEST_ATTEMPT_SECONDS, _LONGEST_PAUSE_SECONDS = 0.01, 1.0


class ReplayLogContendedError(Exception):
    """Other producers appended first until time was up. The event was not stored: try again."""


class Contention:
    """What one append has seen of its rivals."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began = self._attempt_began = monotonic()
        self._first: int | None = None

    def begin_attempt(self) -> None:
        """The head is about to be read."""
        self._attempt_began = self._monotonic()

    def pause_seconds(self, read: int, met: int) -> float:
        """How long to wait after an attempt that read head ``read`` and met head ``met``.

        Random from 0 on, so that rivals do not collide again. ``ReplayLogContendedError`` if time
        would be up.
        """
        now = self._monotonic()
        if self._first is None:
            self._first = read
        attempt = max(_SHORTEST_ATTEMPT_SECONDS, now - self._attempt_began)
        longest = min(_LONGEST_PAUSE_SECONDS, 2 * attempt * max(1, met - self._first))
        pause = random.uniform(0, longest)  # noqa: S311 - nothing secret
        if now + pause > self._began + LONGEST_APPEND_SECONDS:
            raise ReplayLogContendedError(
                f"other producers appended first for {LONGEST_APPEND_SECONDS} seconds; try again"
            )
        return pause
