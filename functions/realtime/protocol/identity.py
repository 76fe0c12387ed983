"""Which user a WebSocket event belongs to, and until when the user is authorized.

The authorizer's context is part of every event of a connection, ``$disconnect`` too. So the
connections table needs no index by connection id.
"""

from __future__ import annotations

from functions.common.lambda_types import LambdaEvent


def user_of(event: LambdaEvent) -> str:
    """The user of the connection: the authorizer's ``userId``, else the IAM principal's ARN.

    ``KeyError`` when the event has neither.
    """
    user_id = _context(event).get("userId") or event["requestContext"]["identity"].get("userArn")
    if not user_id:
        raise KeyError("userId")
    return str(user_id)


def authorized_until(event: LambdaEvent) -> int | None:
    """When the connection's token expires, Unix seconds. ``None`` if no authorizer said so."""
    expires_at = _context(event).get("tokenExpiresAt")
    return int(expires_at) if expires_at else None


def _context(event: LambdaEvent) -> LambdaEvent:
    return event["requestContext"].get("authorizer") or {}
