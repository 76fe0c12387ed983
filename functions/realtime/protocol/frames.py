"""Frames as JSON text, and the control frames of the protocol. Pure.

A control frame is declared once, as a dataclass. Its ``type`` starts with ``realtime.``, and it has
no ``specversion``. A field with a default is left out of the frame while it has the default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar

from contract.frames import ERROR, RESUMED


@dataclass(frozen=True, kw_only=True)
class Resumed:
    """All events up to ``through`` were sent."""

    TYPE: ClassVar[str] = RESUMED

    after: str | None
    """What the client asked for. A post may be repeated: by this a client tells old answers."""
    through: str
    complete: bool
    """False when events between ``after`` and ``through`` are missing for good."""
    more: bool = False
    """True when the log goes on: the client resumes again after ``through``."""


@dataclass(frozen=True, kw_only=True)
class Error:
    """A frame could not be served, or the token has expired."""

    TYPE: ClassVar[str] = ERROR

    code: str
    """For programs: one of ``contract.frames.ERROR_CODES``."""
    message: str
    """One sentence for people."""
    after: str | None = None
    """What the client asked for, with ``invalid-after``."""


CONTROL_FRAMES = (Resumed, Error)
"""``realtime.pong`` is missing: API Gateway answers a ping by itself."""


def control_text(frame: Resumed | Error) -> str:
    """A control frame as it is sent."""
    values = {each.name: getattr(frame, each.name) for each in fields(frame)}
    defaults = {each.name: each.default for each in fields(frame)}
    given = {name: value for name, value in values.items() if value != defaults[name]}
    return encode({"type": frame.TYPE, **given})


def encode(frame: Mapping[str, object]) -> str:
    """A frame as compact JSON text. ``ValueError`` or ``TypeError`` for what is not JSON."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
