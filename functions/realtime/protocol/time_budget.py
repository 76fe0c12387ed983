"""One total time for a fetch, whatever it waits for.

A socket's time-out bounds a single wait. It does not bound name resolution, the number of addresses
that a name has, or an answer that arrives byte by byte. So the fetch runs in a thread of its own
and is given up at the deadline.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from functions.realtime.protocol.key_set import KeySetError

THREAD_NAME = "fetch-key-set"


class TimeBudget:
    """The time that is left for one fetch, and the connections that it opened."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._opened: list[socket.socket] = []

    def left(self) -> float:
        """Seconds, more than zero. Raises ``KeySetError`` when none are left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise self._too_late()
        return left

    def spend(self, fetch: Callable[[], bytes]) -> bytes:
        """What ``fetch`` returns or raises, or ``KeySetError`` at the deadline.

        A fetch that is given up loses its connections, so its thread ends soon. Only a resolver can
        hold it longer, and the resolver has time-outs of its own.
        """
        fetched: Future[bytes] = Future()

        def run() -> None:
            try:
                fetched.set_result(fetch())
            except BaseException as error:  # it is raised where the fetch was asked for
                fetched.set_exception(error)

        thread = threading.Thread(target=run, name=THREAD_NAME, daemon=True)
        thread.start()
        try:
            thread.join(self.left())
            if not fetched.done():
                raise self._too_late()
            return fetched.result()
        finally:
            self._end_connections()

    def connect(self, host: str, port: int, longest_wait: float) -> socket.socket:
        """A connection to the first of the name's addresses that answers.

        Every address gets a share of the time, and the talk that follows gets one too: silent
        addresses must not hide one that answers.
        """
        failed: OSError = OSError(f"the name {host!r} has no address")
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for tried, (family, kind, protocol, _, address) in enumerate(found):
            wait = min(longest_wait, self.left() / (len(found) - tried + 1))
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(wait)
                connection.connect(address)
            except OSError as error:
                connection.close()
                failed = error
                continue
            # TLS takes the socket over. A second handle on it can end the connection nevertheless.
            self._opened.append(connection.dup())
            connection.settimeout(min(longest_wait, self.left()))
            return connection
        raise failed

    def _end_connections(self) -> None:
        for connection in self._opened:
            with suppress(OSError):  # it has ended already
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _too_late(self) -> KeySetError:
        return KeySetError(f"the key set did not arrive within {self._seconds:g} seconds")
