"""``$connect``: remember who is on this connection, and agree on the protocol."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from functions.common import clock, environment
from functions.common.observability import logger
from functions.realtime.protocol import handshake
from functions.realtime.protocol.identity import authorized_until, user_of
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.stores.connections import Connections

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "CONNECTION_TTL_SECONDS", "MAX_CONNECTIONS_PER_USER",
    "MANAGEMENT_ENDPOINT", "ALLOWED_ORIGINS",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How long a connection lives, how many of them a user may have, from which pages."""

    ttl_seconds: int
    per_user: int
    allowed_origins: Collection[str]


def open_connection(
    event: Mapping[str, Any],
    connections: Connections,
    delivery: Delivery,
    limits: Limits,
    now_ms: Callable[[], int] = clock.epoch_milliseconds,
) -> dict[str, Any]:
    """Store the connection, close the user's oldest ones above the limit, answer 200.

    A foreign Origin gets 403: whoever authorized the user (this project's authorizer, a team's
    own, or IAM), the page is checked here.
    """
    if not handshake.origin_allowed(event.get("headers"), limits.allowed_origins):
        logger.info("handshake refused", reason="foreign origin")
        return {"statusCode": 403}
    user_id, opened_at_ms = user_of(event), now_ms()
    connection_id = event["requestContext"]["connectionId"]
    expires_at = opened_at_ms // 1000 + limits.ttl_seconds
    token_expires_at = authorized_until(event)
    connections.open(
        user_id,
        connection_id,
        opened_at_ms=opened_at_ms,
        authorized_until=expires_at if token_expires_at is None else token_expires_at,
        expires_at=expires_at,
    )
    delivery.close_oldest(user_id, limits.per_user, newest=connection_id)
    answer: dict[str, Any] = {"statusCode": 200}
    if handshake.PROTOCOL in handshake.offered_protocols(event.get("headers")):
        answer["headers"] = {"Sec-WebSocket-Protocol": handshake.PROTOCOL}
    return answer


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    connections = Connections(environment.read("CONNECTIONS_TABLE"))
    delivery = Delivery(connections, ManagementApi(environment.read("MANAGEMENT_ENDPOINT")))
    limits = Limits(
        int(environment.read("CONNECTION_TTL_SECONDS")),
        int(environment.read("MAX_CONNECTIONS_PER_USER")),
        environment.read("ALLOWED_ORIGINS").split(","),
    )
    return open_connection(event, connections, delivery, limits)
