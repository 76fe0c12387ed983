"""Delivers one frame to all of a user's connections, and mends what it finds broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from functions.common.observability import logger
from functions.realtime.connections import Connections
from functions.realtime.management_api import MAX_CONCURRENT_POSTS, ManagementApi, Outcome


class DeliveryFailed(Exception):
    """Posts failed for a reason that trying again does not mend; all others were made."""


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
        missed. Raises ``DeliveryFailed`` when a post failed otherwise, after all were made.
        """
        known = self._connections.of_user(user_id)
        live = [one.connection_id for one in known if one.authorized]
        results = _at_once(lambda each: self._management.post(each, text), live)
        for connection_id, result in results:
            if result is Outcome.GONE:
                self._connections.forget(user_id, connection_id)
        expired = [one.connection_id for one in known if not one.authorized]
        slow = [each for each, result in results if result is Outcome.THROTTLED]
        self._close(user_id, [*expired, *slow])
        _raise_failures([result for _, result in results if isinstance(result, Exception)])
        return {
            outcome.value: sum(result is outcome for _, result in results)
            for outcome in (Outcome.DELIVERED, Outcome.GONE, Outcome.THROTTLED)
        }

    def close_all(self, user_id: str) -> dict[str, int]:
        """Close every connection of a user: ``{"closed", "throttled"}``.

        A throttled one stays on the table, so that the same call again closes it.
        """
        known = self._connections.of_user(user_id)
        return self._close(user_id, [one.connection_id for one in known])

    def close_oldest(self, user_id: str, most: int) -> None:
        """Close the user's oldest connections until ``most`` are left."""
        known = self._connections.of_user(user_id)
        excess = known[: max(0, len(known) - most)]
        self._close(user_id, [one.connection_id for one in excess])

    def _close(self, user_id: str, connection_ids: Sequence[str]) -> dict[str, int]:
        """Close and forget. What cannot be closed stays on the table and is logged, not raised."""
        counts = {"closed": 0, "throttled": 0}
        for connection_id, result in _at_once(self._management.close, connection_ids):
            if result is Outcome.DELIVERED or result is Outcome.GONE:
                self._connections.forget(user_id, connection_id)
                counts["closed"] += 1
                continue
            counts["throttled"] += 1
            if isinstance(result, Exception):
                logger.error("a connection could not be closed", error=_kind(result))
        return counts


def _at_once(
    act: Callable[[str], Outcome], connection_ids: Sequence[str]
) -> list[tuple[str, Outcome | Exception]]:
    """``act`` on every connection concurrently: what it answered or raised for each."""
    if not connection_ids:
        return []

    def attempt(connection_id: str) -> Outcome | Exception:
        try:
            return act(connection_id)
        except Exception as error:  # raised by the caller, when all are done
            return error

    with ThreadPoolExecutor(min(MAX_CONCURRENT_POSTS, len(connection_ids))) as pool:
        return list(zip(connection_ids, pool.map(attempt, connection_ids), strict=True))


def _raise_failures(failures: Sequence[Exception]) -> None:
    if failures:
        kinds = ", ".join(sorted({_kind(failure) for failure in failures}))
        raise DeliveryFailed(f"{len(failures)} posts failed: {kinds}") from failures[0]


def _kind(failure: Exception) -> str:
    if isinstance(failure, ClientError):
        return str(failure.response["Error"]["Code"])
    return type(failure).__name__
