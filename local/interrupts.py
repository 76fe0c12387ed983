"""Ctrl-C, a termination signal, the end of the terminal: how a command stops, leaving nothing.

The first signal raises ``KeyboardInterrupt`` in the main thread, and what was started is cleaned
up. People press Ctrl-C twice, and a terminal's end sends more than one signal: a second one amid
the clean-up would leave behind what was not yet removed. So it is not heard. Who insists is heard:
the third Ctrl-C interrupts again, and so does any signal once the clean-up takes suspiciously long.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130
"""The exit code that shells expect after Ctrl-C."""
CLEAN_UP_SECONDS = 15.0
"""A clean-up takes one or two. After this time, the next signal interrupts even a shield."""
INSISTS = 3
"""As many times is Ctrl-C pressed by a person for whom nothing seems to happen."""

Handler = Callable[[int, FrameType | None], Any]


class Interrupts:
    """What the signals that ask to stop do in this process."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[], object] = lambda: None,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._asked_at: float | None = None
        self._presses = 0
        self._shields = 0
        self._waiting = False
        self._act: Callable[[], object] = _interrupt
        self._insist: Callable[[], object] = _interrupt

    def handle(self, number: int, frame: FrameType | None) -> None:
        """Interrupt at the first signal, and again where somebody insists."""
        now = self._clock()
        self._presses += number == signal.SIGINT
        if self._asked_at is None:
            self._asked_at = now
            self._tell()
            self._waiting = bool(self._shields)
            if not self._waiting:
                self._act()
        elif now - self._asked_at > CLEAN_UP_SECONDS:
            self._asked_at = now
            self._insist()
        elif self._presses >= INSISTS and not self._shields:
            self._insist()

    def end(self) -> None:
        """The work is done. Only the interpreter's own end is left, which can hang, too."""
        self._act = lambda: None
        self._insist = lambda: os._exit(INTERRUPTED)

    @contextmanager
    def acting(self, act: Callable[[], object]) -> Iterator[None]:
        """Call ``act`` at the first signal within the block, in place of ``KeyboardInterrupt``."""
        before, self._act = self._act, act
        try:
            yield
        finally:
            self._act = before

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """A signal within the block takes effect at its end.

        For the making of a thing together with the note that it must be removed, and for the
        removal. Neither may wait for anything that can take long.
        """
        self._shields += 1
        try:
            yield
        finally:
            self._shields -= 1
            if self._waiting and not self._shields:
                self._waiting = False
                self._act()


def _interrupt() -> None:
    raise KeyboardInterrupt


def _tell() -> None:
    """Not print(): the signal may have come amid one."""
    with contextlib.suppress(OSError):  # the terminal may be gone
        os.write(2, b"\nstopping\n")


_interrupts = Interrupts(tell=_tell)
acting, shielded = _interrupts.acting, _interrupts.shielded


def stopping_in_order(work: Callable[[], int]) -> int:
    """The exit code of ``work``; ``INTERRUPTED`` and two lines instead of a traceback on a signal.

    For the end of a process. While that waits for threads, only who insists is heard; then nobody.
    """
    atexit.register(on_stop, signal.SIG_IGN)  # or Python sets the default, which kills
    on_stop(_interrupts.handle)
    try:
        try:
            return work()
        finally:
            _interrupts.end()
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return INTERRUPTED


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder that is gone after the block, whenever a signal comes."""
    folder: tempfile.TemporaryDirectory[str] | None = None
    try:
        with shielded():
            # If nobody gets to remove it, it removes itself when the interpreter ends.
            folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
        yield Path(folder.name)
    finally:
        with shielded():
            if folder is not None:
                folder.cleanup()


def on_stop(handler: Handler | int) -> None:
    """Call ``handler`` for the signals that ask to stop. ``nohup`` keeps its meaning."""
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)
