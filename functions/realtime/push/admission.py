"""Which connections a user has: stores rows and keeps the limit.

``$connect`` admits a new connection. A ``resume`` admits an open one whose row is missing. Both
take the row from the handshake's own facts, so that neither ever lives longer than the other's.
"""

from __future__ import annotations

from functions.common.lambda_types import LambdaEvent
from functions.realtime.protocol.identity import authorized_until, user_of
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.stores.connections import ConnectionRow, Connections


class Admission:
    """The connections of one stage."""

    def __init__(
        self, connections: Connections, delivery: Delivery, *, ttl_seconds: int, per_user: int
    ) -> None:
        self._connections, self._delivery = connections, delivery
        self._ttl_seconds, self._per_user = ttl_seconds, per_user

    def admit(self, event: LambdaEvent, opened_at_ms: int) -> None:
        """Store the connection that is being opened; make room for it."""
        row = self._row(event, opened_at_ms)
        self._connections.open(row)
        self._make_room(row)

    def admit_again(self, event: LambdaEvent) -> bool:
        """Store the open connection whose row is missing; make room for it.

        False if the row is there after all. ``connectedAt`` is when API Gateway opened the
        connection, so its row ends when the first one would have ended.
        """
        row = self._row(event, int(event["requestContext"]["connectedAt"]))
        if not self._connections.open_again(row):
            return False
        self._make_room(row)
        return True

    def dismiss(self, event: LambdaEvent) -> None:
        """Delete the row of a connection that is gone."""
        self._connections.forget(user_of(event), event["requestContext"]["connectionId"])

    def _row(self, event: LambdaEvent, opened_at_ms: int) -> ConnectionRow:
        expires_at = opened_at_ms // 1000 + self._ttl_seconds
        token_expires_at = authorized_until(event)
        return ConnectionRow(
            user_id=user_of(event),
            connection_id=event["requestContext"]["connectionId"],
            opened_at_ms=opened_at_ms,
            authorized_until=expires_at if token_expires_at is None else token_expires_at,
            expires_at=expires_at,
        )

    def _make_room(self, row: ConnectionRow) -> None:
        self._delivery.keep_limit(row.user_id, self._per_user, newest=row.connection_id)
