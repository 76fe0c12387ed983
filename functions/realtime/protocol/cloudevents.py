"""Events as CloudEvents 1.0 with the sequence extension. Pure."""

from __future__ import annotations

from contract.frames import CONTROL_PREFIX, SEQUENCE_DIGITS
from functions.common.lambda_types import JsonObject
from functions.realtime.protocol.frames import encode

MAX_ID_CHARACTERS = 256
MAX_FRAME_BYTES = 128 * 1024
"""API Gateway closes a connection with 1009 for a larger message."""
_TEXT_FIELDS = ("id", "source", "type", "subject", "time")
_OPTIONAL_FIELDS = ("subject", "time")


class InvalidEventError(ValueError):
    """The event cannot be pushed. The text names the field, the value and what is allowed."""


def sequence_text(sequence: int) -> str:
    """A sequence as the protocol has it: 20 decimal digits, so that texts sort as numbers."""
    return f"{sequence:0{SEQUENCE_DIGITS}d}"


def cloud_event(event: JsonObject, sequence: int) -> JsonObject:
    """The frame that clients receive."""
    return {
        "specversion": "1.0",
        **{field: event[field] for field in _TEXT_FIELDS if event.get(field) is not None},
        "sequence": sequence_text(sequence),
        "data": event["data"],
    }


def check_event(event: object) -> JsonObject:
    """The event, checked before anything is stored. Raises ``InvalidEventError``."""
    if not isinstance(event, dict):
        raise InvalidEventError(f"event must be an object, got {type(event).__name__}")
    for field in _TEXT_FIELDS:
        value = event.get(field)
        if value is None and field in _OPTIONAL_FIELDS:
            continue
        if not isinstance(value, str) or not value:
            raise InvalidEventError(
                f"event.{field} must be a text that is not empty, got {value!r}"
            )
    if event["type"].startswith(CONTROL_PREFIX):
        raise InvalidEventError(
            f"event.type must not start with '{CONTROL_PREFIX}', which control frames use, "
            f"got {event['type']!r}"
        )
    if len(event["id"]) > MAX_ID_CHARACTERS:
        raise InvalidEventError(
            f"event.id must have at most {MAX_ID_CHARACTERS} characters, got {len(event['id'])}"
        )
    if "data" not in event:
        raise InvalidEventError("event.data is missing; it may be any JSON value")
    _check_size(event)
    return event


def _check_size(event: JsonObject) -> None:
    try:
        size = len(encode(cloud_event(event, 0)).encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidEventError("event.data must be a JSON value") from error
    if size > MAX_FRAME_BYTES:
        raise InvalidEventError(
            f"the event's frame must have at most {MAX_FRAME_BYTES} bytes, which is the most that "
            f"API Gateway sends; got {size}"
        )
