"""Reads a server's frames exactly as client/internal/frames.js does. Pure.

What is no frame of the protocol is passed over: a page must outlive whatever a server sends. A test
gives hostile texts to both readers and compares.
"""

from __future__ import annotations

import json
import math
import re
from enum import StrEnum
from typing import Any, NamedTuple

from contract.frames import ERROR, PONG, RESUMED, SEQUENCE_DIGITS

_SEQUENCE = re.compile(rf"[0-9]{{{SEQUENCE_DIGITS}}}")
_JAVASCRIPT_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_EPOCH = re.compile(rf"[^{_JAVASCRIPT_SPACE}]+")
_LONGEST_EPOCH = 64


class Kind(StrEnum):
    """What a frame is."""

    EVENT = "event"
    RESUMED = "resumed"
    PONG = "pong"
    ERROR = "error"
    FAILURE = "failure"
    """API Gateway's own answer when its integration did not answer."""


class Frame(NamedTuple):
    """A frame of the protocol. Only what its kind requires has been checked."""

    kind: Kind
    fields: dict[str, Any]

    @property
    def epoch(self) -> str | None:
        """The epoch of an event or of an answer; None from a server that has none."""
        epoch = self.fields.get("epoch")
        return epoch if _is_epoch(epoch) else None

    def seconds(self, name: str) -> float | None:
        """A number of seconds; None for any other value."""
        value = self.fields.get(name)
        return value if isinstance(value, float) and math.isfinite(value) else None


_KINDS = {RESUMED: Kind.RESUMED, PONG: Kind.PONG, ERROR: Kind.ERROR}


def read_frame(text: str) -> Frame | None:
    """The frame; None for a text that is not a frame of the protocol."""
    try:
        # As in JavaScript: NaN is no JSON, every number is a double, and none is too long.
        fields = json.loads(text, parse_constant=_refuse, parse_int=float)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    kind = fields.get("type")
    if fields.get("specversion") == "1.0" and is_sequence(fields.get("sequence")):
        return Frame(Kind.EVENT, fields)
    if "type" not in fields and _holds(fields, "connectionId") and _holds(fields, "message"):
        return Frame(Kind.FAILURE, fields)
    return Frame(_KINDS[kind], fields) if isinstance(kind, str) and kind in _KINDS else None


def is_sequence(value: object) -> bool:
    """Whether a frame's value is a sequence."""
    return isinstance(value, str) and _SEQUENCE.fullmatch(value) is not None


def _is_epoch(value: object) -> bool:
    if not isinstance(value, str) or _EPOCH.fullmatch(value) is None:
        return False
    return len(value.encode("utf-16-le", "surrogatepass")) // 2 <= _LONGEST_EPOCH


def _holds(fields: dict[str, Any], name: str) -> bool:
    """Whether JavaScript takes the value for true: lists and objects are, though they be empty."""
    value = fields.get(name)
    return value is not None and value is not False and value not in ("", 0)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
