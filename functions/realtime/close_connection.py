"""``$disconnect``: forget the connection. Best-effort on AWS: 410 and TTL find the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.common import environment
from functions.common.observability import logger
from functions.realtime.protocol.identity import user_of
from functions.realtime.stores.connections import Connections

ENVIRONMENT: tuple[str, ...] = ("CONNECTIONS_TABLE",)


def close_connection(event: Mapping[str, Any], connections: Connections) -> dict[str, Any]:
    """Remove exactly this connection's row."""
    connections.forget(user_of(event), event["requestContext"]["connectionId"])
    return {"statusCode": 200}


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return close_connection(event, Connections(environment.read("CONNECTIONS_TABLE")))
