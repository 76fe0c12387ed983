"""Which user a WebSocket event belongs to, and until when the user is authorized.

The authorizer's context is part of every event of a connection, ``$disconnect`` too. So the
connections table needs no index by connection id.
"""

from __future__ import annotations

from functions.common.lambda_types import LambdaEvent
from functions.common.unix_time import unix_seconds
from functions.common.user_id import USER_ID_RULE, is_user_id


class InvalidUserError(Exception):
    """The authorizer names no user, or one that nothing could be pushed to."""


def user_of(event: LambdaEvent) -> str:
    """The user of the connection: the authorizer's ``userId``, else the IAM principal's ARN.

    ``InvalidUserError`` when the event has neither, or when the id breaks the rule.
    """
    named = _context(event).get("userId")
    if named is None:
        named = (event["requestContext"].get("identity") or {}).get("userArn")
    user_id = None if named is None else str(named)  # as API Gateway hands a context over
    if not is_user_id(user_id):
        raise InvalidUserError(f"a user's id must be {USER_ID_RULE}")
    return user_id


def authorized_until(event: LambdaEvent) -> int | None:
    """When the connection's token expires, Unix seconds. ``None`` if no authorizer said so.

    ``InvalidUserError`` for what is no point in time.
    """
    named = _context(event).get("tokenExpiresAt")
    if not named:
        return None
    expires_at = unix_seconds(named)
    if expires_at is None:
        raise InvalidUserError("tokenExpiresAt must be Unix seconds")
    return expires_at


def _context(event: LambdaEvent) -> LambdaEvent:
    return event["requestContext"].get("authorizer") or {}
