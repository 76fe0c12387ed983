"""The line between a stage and its emulator: each end hears when the other one has ended.

It is the emulator's standard input. A message is one byte.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress

WARM = b"w"
"""To the emulator: start a process for each function that has none."""
ASK = b"a"
"""To the emulator: ask before each call of a function, from now on."""
CALL = b"c"
"""To the stage: a function is about to be called."""
GO = b"g"
"""To the emulator: call it."""


class Line:
    """One end of the line."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def say(self, message: bytes) -> None:
        """Send a message. Nothing happens if the other end has ended."""
        with suppress(OSError):
            self._end.sendall(message)

    def listen(self, answers: Mapping[bytes, Callable[[], object]]) -> None:
        """Do what ``answers`` has for each message, until the other end has ended."""
        while heard := self._heard():
            answers[heard]()

    def close(self) -> None:
        """End the line. A ``listen`` in another thread returns."""
        with suppress(OSError):  # the other end has closed it
            self._end.shutdown(socket.SHUT_RDWR)
        self._end.close()

    def _heard(self) -> bytes:
        try:
            return self._end.recv(1)
        except OSError:
            return b""
