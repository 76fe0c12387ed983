"""Who is behind a WebSocket event, and until when.

The authorizer's context reaches every event of a connection, ``$disconnect`` too, so no index by
connection id is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def user_of(event: Mapping[str, Any]) -> str:
    """The user of the connection: the authorizer's ``userId``, else the IAM principal's ARN.

    Raises ``KeyError`` when neither is there.
    """
    user_id = _context(event).get("userId") or event["requestContext"]["identity"].get("userArn")
    if not user_id:
        raise KeyError("userId")
    return str(user_id)


def authorized_until(event: Mapping[str, Any]) -> int | None:
    """When the connection's token expires, Unix seconds; ``None`` if its authorizer did not say."""
    expires_at = _context(event).get("tokenExpiresAt")
    return int(expires_at) if expires_at else None


def _context(event: Mapping[str, Any]) -> Mapping[str, Any]:
    return event["requestContext"].get("authorizer") or {}
