"""Who is behind a WebSocket event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def user_of(event: Mapping[str, Any]) -> str:
    """The user of the connection: the authorizer's ``userId``, else the IAM principal's ARN.

    The authorizer's context reaches every event of a connection, ``$disconnect`` too, so no
    index by connection id is needed. Raises ``KeyError`` when neither is there.
    """
    request = event["requestContext"]
    authorizer = request.get("authorizer") or {}
    if authorizer.get("userId"):
        return str(authorizer["userId"])
    return str(request["identity"]["userArn"])
