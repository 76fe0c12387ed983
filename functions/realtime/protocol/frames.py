"""Frames as JSON text, and the control frames of the protocol. Pure.

A control frame is declared once, as a class. Its ``type`` starts with ``realtime.``, and it has
no ``specversion``. A field is called in the frame as in the class, in camelCase. A field with a
default is left out of the frame while it has the default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from contract.frames import ERROR, MALFORMED_FRAME, RESUMED


class Resumed(NamedTuple):
    """All events up to ``through`` were sent."""

    after: str | None
    """What the client asked for. The client compares it with its last request, to ignore a
    repeated old answer."""
    through: str
    complete: bool
    """False when events between ``after`` and ``through`` are missing for good."""
    epoch: str
    """The life of the log that ``through`` counts in."""
    more: bool = False
    """True when the log goes on: the client resumes again after ``through``."""
    resume_within_seconds: int | None = None
    """When to prove the subscription again, if not after the protocol's own time."""


class Error(NamedTuple):
    """A frame could not be served, or the token has expired."""

    code: str
    """For programs: one of ``contract.frames.ERROR_CODES``."""
    message: str
    """One sentence for people."""
    after: str | None = None
    """What the client asked for, with ``invalid-after``, if it was a sequence."""
    retry_after_seconds: int | None = None
    """When the same ``resume`` is answered again, with ``too-soon``."""


CONTROL_FRAMES: dict[type[Resumed] | type[Error], str] = {Resumed: RESUMED, Error: ERROR}
"""Control frames -> their ``type``. API Gateway itself sends ``realtime.pong``."""
MALFORMED_ANSWER = Error(MALFORMED_FRAME["code"], MALFORMED_FRAME["message"])
"""The answer to a frame that no route should have taken."""


def control_text(frame: Resumed | Error) -> str:
    """A control frame as it is sent."""
    defaults = frame._field_defaults
    values = frame._asdict().items()
    given = {camel_case(n): v for n, v in values if n not in defaults or v != defaults[n]}
    return encode({"type": CONTROL_FRAMES[type(frame)], **given})


def encode(frame: Mapping[str, object]) -> str:
    """A frame as compact JSON text. ``ValueError`` or ``TypeError`` for what is not JSON."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def camel_case(name: str) -> str:
    """``resume_within_seconds`` -> ``resumeWithinSeconds``, as frames and rows spell it."""
    # ``wire_name`` of the checkout's domain does the same. The domain may not import
    # functions.common, and contract holds no behaviour.
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)
