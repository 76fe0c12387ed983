"""Calls to many connections at once: none waits for another, and none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from contract.limits import MAX_CONNECTIONS_PER_USER
from functions.realtime.push.management_api import CallResult
from functions.realtime.stores.connections import Connection


def at_once(
    act: Callable[[Connection], CallResult], connections: Sequence[Connection]
) -> list[tuple[Connection, CallResult | Exception]]:
    """Call ``act`` with every connection concurrently: each one's result or exception."""
    if not connections:
        return []

    def attempt(connection: Connection) -> CallResult | Exception:
        try:
            return act(connection)
        except Exception as error:  # kept, so that the other calls are made
            return error

    with ThreadPoolExecutor(min(MAX_CONNECTIONS_PER_USER, len(connections))) as pool:
        return list(zip(connections, pool.map(attempt, connections), strict=True))


def kind_of(failure: Exception) -> str:
    """The error's name, for the log and for other errors: its text stays here."""
    if isinstance(failure, ClientError):
        return str(failure.response["Error"]["Code"])
    return type(failure).__name__
