"""Runs real code of many callers at once on a clock that only they move.

Each caller has a thread, but one runs at a time: it runs until it sleeps or ends, then the one that
wakes up next goes on. So a run with the same seed goes the same way on every machine.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Read = TypeVar("Read")


class SimulatedClock:
    """The seconds since the run began, and who sleeps until when."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, _Caller]] = []
        self._order = itertools.count()
        self._asleep = threading.Semaphore(0)
        self._running: _Caller | None = None

    def run(self, tasks: Sequence[Callable[[], object]]) -> None:
        """Begin every task at this moment and let time pass until all have ended."""
        callers = [self._begin(task) for task in tasks]
        while self._sleepers:
            self.seconds, _, self._running = heapq.heappop(self._sleepers)
            self._running.wake.release()
            self._asleep.acquire()
        for caller in callers:
            caller.thread.join()

    def monotonic(self) -> float:
        """In place of ``time.monotonic``."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """In place of ``time.sleep``, for the caller that runs."""
        caller = self._caller()
        self._wake_at(self.seconds + seconds, caller)
        self._pause(caller)

    def side_by_side(self, read: Callable[[], Read], write: Callable[[], object]) -> Read:
        """Both at once, as the replay log asks for it."""
        caller, found = self._caller(), []
        other = self._begin(lambda: found.append(read()))
        write()
        if not other.has_ended:
            other.awaited_by = caller
            self._pause(caller)
        return found[0]

    def _begin(self, task: Callable[[], object]) -> _Caller:
        caller = _Caller()

        def live() -> None:
            caller.wake.acquire()
            try:
                task()
            finally:
                caller.has_ended = True
                if caller.awaited_by:
                    self._wake_at(self.seconds, caller.awaited_by)
                self._asleep.release()

        caller.thread = threading.Thread(target=live, daemon=True)
        caller.thread.start()
        self._wake_at(self.seconds, caller)
        return caller

    def _caller(self) -> _Caller:
        if self._running is None:
            raise RuntimeError("only a task of run() can sleep on this clock")
        return self._running

    def _wake_at(self, seconds: float, caller: _Caller) -> None:
        heapq.heappush(self._sleepers, (seconds, next(self._order), caller))

    def _pause(self, caller: _Caller) -> None:
        self._asleep.release()
        caller.wake.acquire()


class _Caller:
    """One task's thread."""

    def __init__(self) -> None:
        self.wake = threading.Semaphore(0)
        self.thread: Any = None
        self.has_ended = False
        self.awaited_by: _Caller | None = None
