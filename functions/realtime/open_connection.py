"""``$connect``: store whose connection this is, and agree on the subprotocol."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from contract.frames import PROTOCOL
from functions.common import clock, environment
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol import handshake
from functions.realtime.protocol.identity import InvalidUserError, authorized_until, user_of
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.stores.connections import ConnectionRow, Connections

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "CONNECTION_TTL_SECONDS", "MAX_CONNECTIONS_PER_USER",
    "MANAGEMENT_ENDPOINT", "ALLOWED_ORIGINS",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What a connection must keep to."""

    ttl_seconds: int
    """How long a connection's row lives."""
    per_user: int
    """Connections that a user may have."""
    allowed_origins: Collection[str]


def open_connection(
    event: LambdaEvent,
    connections: Connections,
    delivery: Delivery,
    limits: Limits,
    now_ms: Callable[[], int] = clock.epoch_milliseconds,
) -> ApiResponse:
    """Store the connection, close the user's oldest ones above the limit, answer 200.

    An Origin that is not allowed gets 403. The Origin is checked here too because the user may have
    been authorized by a team's own authorizer or by IAM. So is the user's id: one that breaks the
    rule gets 403, because nothing could be pushed to it.
    """
    if not handshake.origin_allowed(event.get("headers"), limits.allowed_origins):
        logger.info("handshake refused", reason="foreign origin")
        return {"statusCode": 403}
    try:
        user_id, token_expires_at = user_of(event), authorized_until(event)
    except InvalidUserError as refused:
        logger.error("handshake refused", reason=str(refused))
        return {"statusCode": 403}
    opened_at_ms = now_ms()
    connection_id = event["requestContext"]["connectionId"]
    expires_at = opened_at_ms // 1000 + limits.ttl_seconds
    connections.open(
        ConnectionRow(
            user_id=user_id,
            connection_id=connection_id,
            opened_at_ms=opened_at_ms,
            authorized_until=expires_at if token_expires_at is None else token_expires_at,
            expires_at=expires_at,
        )
    )
    delivery.close_oldest(user_id, limits.per_user, newest=connection_id)
    answer: ApiResponse = {"statusCode": 200}
    if PROTOCOL in handshake.offered_protocols(event.get("headers")):
        answer["headers"] = {"Sec-WebSocket-Protocol": PROTOCOL}
    return answer


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    connections = Connections(environment.read("CONNECTIONS_TABLE"))
    delivery = Delivery(connections, ManagementApi(environment.read("MANAGEMENT_ENDPOINT")))
    limits = Limits(
        int(environment.read("CONNECTION_TTL_SECONDS")),
        int(environment.read("MAX_CONNECTIONS_PER_USER")),
        environment.read("ALLOWED_ORIGINS").split(","),
    )
    return open_connection(event, connections, delivery, limits)
