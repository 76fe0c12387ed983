"""Events as CloudEvents 1.0 with the sequence extension. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from contract.frames import CONTROL_PREFIX, EPOCH_DIGITS, SEQUENCE_DIGITS
from functions.common.lambda_types import JsonObject
from functions.realtime.protocol.frames import encode

MAX_ID_CHARACTERS = 256
MAX_FRAME_BYTES = 128 * 1024
"""API Gateway closes a connection with 1009 for a larger message."""
_TEXT_FIELDS = ("id", "source", "type", "subject", "time")
_OPTIONAL_FIELDS = ("subject", "time")
_CONTENT_FIELDS = ("type", "subject", "data")
"""What a repeat must leave unchanged. ``time`` is not part of it: some producers stamp the time of
the retry."""
_DIGEST_DIGITS = 32
_DEPTH_MARGIN = 50
"""Levels of nesting that the interpreter must still have left when an event is checked. The log
reads the frame again further down the stack."""


class Identity(NamedTuple):
    """What makes two events the same event, as CloudEvents has it."""

    source: str
    event_id: str


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


def with_epoch(text: str, epoch: str) -> str:
    """A stored frame as it is posted: the epoch of its log is added.

    A frame that was stored before frames had an epoch may be too large for one. It goes without.
    """
    posted = _spliced(text, epoch)
    return posted if len(posted.encode()) <= MAX_FRAME_BYTES else text


def _spliced(text: str, epoch: str) -> str:
    # The frame is not read: it can have 128 KB. Its last character is the closing brace.
    return f'{text[:-1]},"epoch":"{epoch}"}}'


def identity_of(event: JsonObject) -> Identity:
    """The identity of an event."""
    return Identity(event["source"], event["id"])


def identity_in(text: str) -> Identity:
    """The identity of the event in a frame."""
    return identity_of(json.loads(text))


def content_digest(text: str) -> str:
    """The same for frames that say the same, whatever the order of keys or the spelling of numbers.

    A message's way can change both: some brokers parse an event and write it again.
    """
    frame = json.loads(text, parse_float=_number)
    content = [frame.get(field) for field in _CONTENT_FIELDS]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:_DIGEST_DIGITS]


def _number(spelled: str) -> int | float:
    number = float(spelled)
    return int(number) if number.is_integer() else number


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
    nested: object = event["data"]
    for _ in range(_DEPTH_MARGIN):
        nested = [nested]
    try:
        encode({"data": nested})
        size = len(_spliced(encode(cloud_event(event, 0)), "0" * EPOCH_DIGITS).encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidEventError("event.data must be a JSON value") from error
    if size > MAX_FRAME_BYTES:
        raise InvalidEventError(
            f"the event's frame must have at most {MAX_FRAME_BYTES} bytes, which is the most that "
            f"API Gateway sends; got {size}"
        )
