"""Calls for many connections at once: none waits for another, and none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from botocore.exceptions import ClientError

from contract.limits import MAX_CONNECTIONS_PER_USER
from functions.realtime.stores.connections import Connection

MOST_AT_ONCE = 8 * MAX_CONNECTIONS_PER_USER
"""Calls at once in one process, each with a thread and a socket: Lambda allows 1,024 of both. So
many threads need 15 MB. A batch of pushes to more connections than that waits for a thread."""
Result = TypeVar("Result")


def at_once(
    act: Callable[[Connection], Result], connections: Sequence[Connection]
) -> list[tuple[Connection, Result | Exception]]:
    """Call ``act`` with every connection concurrently: each one's result or exception."""

    def attempt(connection: Connection) -> Result | Exception:
        try:
            return act(connection)
        except Exception as error:  # kept, so that the other calls are made
            return error

    # Most users have one page open: it needs no thread.
    each = map if len(connections) == 1 else _threads().map
    return list(zip(connections, each(attempt, connections), strict=True))


@cache
def _threads() -> ThreadPoolExecutor:
    """Kept from one invocation to the next. Starting 100 threads takes as long as one post."""
    return ThreadPoolExecutor(MOST_AT_ONCE, "connection")


def kind_of(failure: Exception) -> str:
    """The error's name, for the log and for other errors: its text stays here."""
    if isinstance(failure, ClientError):
        return str(failure.response["Error"]["Code"])
    return type(failure).__name__
