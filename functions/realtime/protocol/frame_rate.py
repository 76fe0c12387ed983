"""How many frames a connection sends. Counted in the process's memory: best effort.

Each warm instance of a function counts what it sees itself, and forgets it when it ends. A flood
of one connection mostly meets few instances. What must hold for certain (what a ``resume`` may
cost) is written to the connection's row instead.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from contract.limits import MAX_FRAMES_PER_MINUTE

WINDOW_SECONDS = 60
MOST_CONNECTIONS = 1000
"""Connections that are counted at once; the one that was counted first is forgotten first."""


@dataclass
class _Window:
    began: float
    frames: int = 0


class FrameRate:
    """Frames of each connection within its current minute."""

    def __init__(
        self,
        *,
        most: int = MAX_FRAMES_PER_MINUTE,
        most_connections: int = MOST_CONNECTIONS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._most_connections = most, most_connections
        self._monotonic = monotonic
        self._windows: OrderedDict[str, _Window] = OrderedDict()

    def exceeded_by(self, connection_id: str) -> bool:
        """Count a frame. True when the connection has sent more than it may in a minute."""
        now = self._monotonic()
        window = self._windows.get(connection_id)
        if window is None or now - window.began >= WINDOW_SECONDS:
            self._windows.pop(connection_id, None)
            window = self._windows[connection_id] = _Window(now)
            if len(self._windows) > self._most_connections:
                self._windows.popitem(last=False)
        window.frames += 1
        return window.frames > self._most

    def __len__(self) -> int:
        """Connections that are counted now."""
        return len(self._windows)
