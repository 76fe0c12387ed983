"""One loop for calls that are worth another try."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Retries(NamedTuple):
    """How often to try, and how long to pause: twice as long after each attempt, up to a limit."""

    attempts: int
    first_pause_seconds: float
    longest_pause_seconds: float = math.inf
    least_part: float = 0.0
    """Part of a pause that is not random. 0 is full jitter, so that callers do not collide again;
    1 is no jitter."""

    def each(self, sleep: Callable[[float], None]) -> Iterator[int]:
        """The attempts' numbers, from 0. Leave the loop on success; it sleeps after a failure.

        It also sleeps after the last attempt: the loop's caller may be tried again at once.
        """
        for attempt in range(self.attempts):
            yield attempt
            pause = min(self.longest_pause_seconds, self.first_pause_seconds * 2**attempt)
            sleep(random.uniform(self.least_part * pause, pause))  # noqa: S311 - nothing secret
