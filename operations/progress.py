"""What a command says while it works: a line for each step, and the one place that uses colour.

At a terminal the step that runs is shown, and its result takes its place. In a pipe or a file, and
at a terminal that says it can do no more (``TERM=dumb``), a step is one plain line when it has
ended. There is colour at a terminal only, and none where NO_COLOR has a value (no-color.org).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

GREEN, RED, BOLD = "32", "31", "1"
"""Styles of a terminal, as the numbers that it knows (ECMA-48)."""
CLEAR_LINE = "\r\x1b[K"


def can_overwrite(stream: TextIO) -> bool:
    """Whether a line that was written to the stream can be replaced."""
    return stream.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb")


def shows_style(stream: TextIO) -> bool:
    """Whether what is written to the stream may have colour or bold letters."""
    return can_overwrite(stream) and not os.environ.get("NO_COLOR")


def in_style(text: str, style: str) -> str:
    """The text with the signs that a terminal shows as this style."""
    return f"\x1b[{style}m{text}\x1b[0m"


def styled(text: str, style: str, stream: TextIO) -> str:
    """The text in this style where the stream shows any, else the text."""
    return in_style(text, style) if shows_style(stream) else text


class Progress:
    """The steps of one command. Lines come in order, whatever else is written in between."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._running = ""

    @property
    def stream(self) -> TextIO:
        """Where the lines go: what was given, else the standard output of the moment."""
        return self._stream or sys.stdout

    def now(self, doing: str) -> None:
        """Show what runs now, where its result can take its place. An empty text: nothing runs."""
        if (doing or self._running) and can_overwrite(self.stream):
            self._running = doing
            self._write(CLEAR_LINE + self._shown())

    def say(self, line: str) -> None:
        """Write a line. What runs now stays below it."""
        cleared = CLEAR_LINE if self._running else ""
        self._write(f"{cleared}{line}\n{self._shown()}")

    def done(self, line: str) -> None:
        """Write the result of what runs now, in its place."""
        cleared, self._running = CLEAR_LINE if self._running else "", ""
        self._write(f"{cleared}{line}\n")

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Show ``what`` during the block. If the block fails, it stays: there the fault was."""
        self.now(what)
        try:
            yield
        except BaseException as failed:
            # Who handles Ctrl-C has begun a line already.
            if self._running and not isinstance(failed, KeyboardInterrupt):
                self._write("\n")
            self._running = ""
            raise
        self.now("")

    def _shown(self) -> str:
        """What runs now, in one line of the terminal: a longer one could not be replaced."""
        if not self._running:
            return ""
        return f"{self._running} ..."[: shutil.get_terminal_size().columns - 1]

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


progress = Progress()
"""The steps of this process's command, on its standard output."""
