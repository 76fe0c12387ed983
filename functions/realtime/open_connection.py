"""``$connect``: remember who is on this connection, and agree on the protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.common import clock, environment
from functions.common.observability import logger
from functions.realtime import handshake
from functions.realtime.connections import Connections
from functions.realtime.identity import user_of

ENVIRONMENT: tuple[str, ...] = ("CONNECTIONS_TABLE", "CONNECTION_TTL_SECONDS")


def open_connection(
    event: Mapping[str, Any],
    connections: Connections,
    ttl_seconds: int,
    now: Callable[[], int] = clock.epoch_seconds,
) -> dict[str, Any]:
    """Store the connection and answer 200. It lives no longer than its token."""
    request = event["requestContext"]
    expires_at = now() + ttl_seconds
    token_expires_at = (request.get("authorizer") or {}).get("tokenExpiresAt")
    if token_expires_at:
        expires_at = min(expires_at, int(token_expires_at))
    connections.open(user_of(event), request["connectionId"], expires_at)
    answer: dict[str, Any] = {"statusCode": 200}
    if handshake.PROTOCOL in handshake.offered_protocols(event.get("headers")):
        answer["headers"] = {"Sec-WebSocket-Protocol": handshake.PROTOCOL}
    return answer


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return open_connection(
        event,
        Connections(environment.read("CONNECTIONS_TABLE")),
        int(environment.read("CONNECTION_TTL_SECONDS")),
    )
