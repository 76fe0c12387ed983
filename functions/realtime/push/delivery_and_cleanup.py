"""Delivers one frame to all of a user's connections, and mends what it finds broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from functions.common.observability import logger
from functions.realtime.push.management_api import MAX_CONCURRENT_POSTS, CallResult, ManagementApi
from functions.realtime.stores.connections import Connection, Connections


class DeliveryError(Exception):
    """Posts failed for a reason that trying again does not mend; ``counts`` are of all others."""

    def __init__(self, text: str, counts: Mapping[str, int]) -> None:
        super().__init__(text)
        self.counts = counts


class Delivery:
    """Posts to a user's connections at once; none waits for another.

    The slowest connection delays the answer by twice ``management_api.LONGEST_CALL_SECONDS`` at
    most (a post, then a close), and the other connections not at all.
    """

    def __init__(self, connections: Connections, management: ManagementApi) -> None:
        self._connections = connections
        self._management = management

    def post(self, user_id: str, text: str) -> dict[str, int]:
        """Send the frame and count the results: ``{"delivered", "gone", "throttled"}``.

        A connection that is gone is forgotten. One that stays throttled is closed, and so is one
        whose token has expired, to which nothing is sent: a page that comes back resumes what it
        missed. Raises ``DeliveryError`` when a post failed otherwise, after all were made.
        """
        known = self._connections.of_user(user_id)
        live = [one for one in known if one.authorized]
        results = _at_once(lambda one: self._management.post(one.connection_id, text), live)
        for one, result in results:
            if _is_gone(one, result):
                self._connections.forget(user_id, one.connection_id)
        slow = [one for one, result in results if result is CallResult.THROTTLED]
        self._close(user_id, [*(one for one in known if not one.authorized), *slow])
        counts = {
            outcome.value: sum(one is outcome for _, one in results) for outcome in CallResult
        }
        _raise_failures([one for _, one in results if isinstance(one, Exception)], counts)
        return counts

    def close_all(self, user_id: str) -> dict[str, int]:
        """Close every connection of a user: ``{"closed", "left_open"}``.

        One that could not be closed stays on the table, so that the same call again closes it.
        """
        return self._close(user_id, self._connections.of_user(user_id))

    def close_oldest(self, user_id: str, most: int, *, newest: str) -> None:
        """Close the user's oldest connections until ``most`` are left, never the ``newest``.

        Clocks differ: the connection that is being opened is not always the last one stored.
        """
        known = [one for one in self._connections.of_user(user_id) if one.connection_id != newest]
        self._close(user_id, known[: max(0, len(known) + 1 - most)])

    def _close(self, user_id: str, connections: Sequence[Connection]) -> dict[str, int]:
        """Close and forget. What cannot be closed stays on the table and is logged, not raised."""
        counts = {"closed": 0, "left_open": 0}
        for one, result in _at_once(
            lambda each: self._management.close(each.connection_id), connections
        ):
            closed = result is CallResult.DELIVERED or _is_gone(one, result)
            counts["closed" if closed else "left_open"] += 1
            if closed:
                self._connections.forget(user_id, one.connection_id)
            elif isinstance(result, Exception):
                logger.error("a connection could not be closed", error=_kind(result))
        return counts


def _is_gone(connection: Connection, result: CallResult | Exception) -> bool:
    """One that is still opening is called gone too; its page resumes as soon as it is open."""
    return result is CallResult.GONE and not connection.opening


def _at_once(
    act: Callable[[Connection], CallResult], connections: Sequence[Connection]
) -> list[tuple[Connection, CallResult | Exception]]:
    """``act`` on every connection concurrently: what it answered or raised for each."""
    if not connections:
        return []

    def attempt(connection: Connection) -> CallResult | Exception:
        try:
            return act(connection)
        except Exception as error:  # raised by the caller, when all are done
            return error

    with ThreadPoolExecutor(min(MAX_CONCURRENT_POSTS, len(connections))) as pool:
        return list(zip(connections, pool.map(attempt, connections), strict=True))


def _raise_failures(failures: Sequence[Exception], counts: Mapping[str, int]) -> None:
    if failures:
        kinds = ", ".join(sorted({_kind(failure) for failure in failures}))
        raise DeliveryError(f"{len(failures)} posts failed: {kinds}", counts) from failures[0]


def _kind(failure: Exception) -> str:
    if isinstance(failure, ClientError):
        return str(failure.response["Error"]["Code"])
    return type(failure).__name__
