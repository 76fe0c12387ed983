"""The push function's input. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contract.messages import DISCONNECT, PUSH
from functions.common.lambda_types import JsonObject
from functions.common.user_id import USER_ID_RULE, is_user_id
from functions.realtime.protocol.cloudevents import InvalidEventError, check_event


@dataclass(frozen=True)
class PushRequest:
    """Push ``event``, which is checked, to ``user_id``."""

    user_id: str
    event: JsonObject


@dataclass(frozen=True)
class DisconnectRequest:
    """Close all connections of ``user_id``."""

    user_id: str


def parse(payload: object) -> PushRequest | DisconnectRequest:
    """The request in an invocation's input or in an EventBridge event's detail.

    Raises ``InvalidEventError``.
    """
    if not isinstance(payload, Mapping):
        raise InvalidEventError(f"the input must be an object, got {type(payload).__name__}")
    if "detail-type" in payload:
        return parse(payload.get("detail"))
    operation = payload.get("operation", PUSH)
    user_id = _user_id(payload.get("userId"))
    if operation == DISCONNECT:
        return DisconnectRequest(user_id)
    if operation != PUSH:
        raise InvalidEventError(f"operation must be '{PUSH}' or '{DISCONNECT}', got {operation!r}")
    return PushRequest(user_id, check_event(payload.get("event")))


def _user_id(value: object) -> str:
    if not is_user_id(value):
        # ascii: a lone surrogate in the text would break whoever writes the error down.
        raise InvalidEventError(f"userId must be {USER_ID_RULE}, got {ascii(value)[:300]}")
    return value
