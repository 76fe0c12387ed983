"""Delivers one frame to all of a user's connections, and removes those that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from contract.frames import CONNECTION_LIMIT
from functions.common.observability import logger
from functions.realtime.protocol.frames import Error, control_text
from functions.realtime.push.concurrent_calls import at_once, kind_of
from functions.realtime.push.management_api import CallResult, ManagementApi
from functions.realtime.stores.connections import Connection, Connections

TOO_MANY = control_text(
    Error(CONNECTION_LIMIT, "Too many connections of this user are open: the oldest is closed.")
)
"""The last frame of a connection that the limit closes. Its page must not come back by itself:
it would close the next one, and that one's page would do the same."""


class PostCounts(TypedDict):
    """Results of posting one frame: the number of connections per ``CallResult``.

    ``gone`` counts connections that are still opening, too: API Gateway answers 410 for them.
    """

    delivered: int
    gone: int
    throttled: int


class CloseCounts(TypedDict):
    """Results of closing connections."""

    closed: int
    left_open: int


class DeliveryError(Exception):
    """Posts failed with errors that ``ManagementApi`` does not retry.

    ``counts`` are of the other posts. To repeat the push is safe.
    """

    def __init__(self, text: str, counts: PostCounts) -> None:
        super().__init__(text)
        self.counts = counts


class Delivery:
    """Posts to a user's connections concurrently.

    Whatever a connection needs, a post, its end or the deletion of its row, waits for no other
    connection. A slow one delays the answer by twice ``LONGEST_CALL_SECONDS`` at most (a post, then
    a close), for up to ``MAX_CONNECTIONS_PER_USER`` connections.
    """

    def __init__(self, connections: Connections, management: ManagementApi) -> None:
        self._connections = connections
        self._management = management

    def post(self, user_id: str, text: str) -> PostCounts:
        """Send the frame to every connection, and count the results.

        The row of a connection that is gone is deleted. A connection that stays throttled is
        closed. A connection whose token has expired is sent nothing and closed. The page of a
        closed connection connects again and resumes what it missed. When a post failed otherwise,
        ``DeliveryError`` is raised after all posts are made.
        """

        def serve(one: Connection) -> CallResult | None:
            result = self._management.post(one.connection_id, text) if one.authorized else None
            if result is CallResult.GONE:
                self._forget_if_gone(user_id, one, result)
            elif result is not CallResult.DELIVERED:
                self._end(user_id, one)
            return result

        answers = [result for _, result in at_once(serve, self._connections.of_user(user_id))]
        counts: PostCounts = {
            "delivered": answers.count(CallResult.DELIVERED),
            "gone": answers.count(CallResult.GONE),
            "throttled": answers.count(CallResult.THROTTLED),
        }
        _raise_failures([one for one in answers if isinstance(one, Exception)], counts)
        return counts

    def close_all(self, user_id: str) -> CloseCounts:
        """Close every connection of a user.

        A connection that could not be closed keeps its row, so that a repeat closes it.
        """
        return self._close(user_id, self._connections.of_user(user_id))

    def keep_limit(self, user_id: str, most: int, *, newest: str) -> None:
        """Make room until ``most`` connections are left, ``newest`` among them.

        Rows of dead connections go first, then the user's oldest connections are closed. Whether a
        connection is dead is asked only of a user who is above the limit. Clocks differ, so the
        connection that is being opened need not have the latest time. A handshake waits for this: a
        look, a frame and a close at their longest, side by side for all connections.
        """
        known = [one for one in self._connections.of_user(user_id) if one.connection_id != newest]
        if len(known) < most:
            return
        looks = at_once(partial(self._is_dead, user_id), known)
        for _, result in looks:
            if isinstance(result, Exception):
                logger.error("a connection could not be looked at", error=kind_of(result))
        living = [one for one, result in looks if result is not True]
        self._close(user_id, living[: max(0, len(living) + 1 - most)], last_text=TOO_MANY)

    def _close(
        self, user_id: str, connections: Sequence[Connection], last_text: str | None = None
    ) -> CloseCounts:
        """Close connections. ``left_open`` counts what is throttled, still opening, or failed."""
        ends = at_once(partial(self._end, user_id, last_text=last_text), connections)
        closed = sum(result is True for _, result in ends)
        return {"closed": closed, "left_open": len(ends) - closed}

    def _end(self, user_id: str, connection: Connection, last_text: str | None = None) -> bool:
        """Close a connection and delete its row. An exception is logged, not raised.

        Whether both is done. ``last_text`` is posted first, and the connection is closed whatever
        becomes of that post.
        """
        try:
            if last_text is not None:
                self._tell(connection, last_text)
            result = self._management.close(connection.connection_id)
            if result is CallResult.DELIVERED:
                self._connections.forget(user_id, connection.connection_id)
                return True
            return self._forget_if_gone(user_id, connection, result)
        except Exception as error:
            logger.error("a connection could not be closed", error=kind_of(error))
            return False

    def _is_dead(self, user_id: str, connection: Connection) -> bool:
        result = self._management.look(connection.connection_id)
        return self._forget_if_gone(user_id, connection, result)

    def _forget_if_gone(self, user_id: str, connection: Connection, result: CallResult) -> bool:
        """Delete the row if the connection is gone; whether it is. API Gateway answers 410 until
        the handshake has ended, so the row of a connection that is opening stays; its page resumes
        when it is open."""
        gone = result is CallResult.GONE and not connection.opening
        if gone:
            self._connections.forget(user_id, connection.connection_id)
        return gone

    def _tell(self, connection: Connection, text: str) -> None:
        try:
            if self._management.post_once(connection.connection_id, text) is CallResult.THROTTLED:
                logger.warning("a connection was not told why it is closed", error="throttled")
        except Exception as error:  # it must not keep the connection open
            logger.warning("a connection was not told why it is closed", error=kind_of(error))


def _raise_failures(failures: Sequence[Exception], counts: PostCounts) -> None:
    if failures:
        kinds = ", ".join(sorted({kind_of(failure) for failure in failures}))
        raise DeliveryError(f"{len(failures)} posts failed: {kinds}", counts) from failures[0]
