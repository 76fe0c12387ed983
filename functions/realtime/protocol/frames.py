"""Frames of the protocol realtime.v1 as text, and its control frames. Pure.

A control frame has a ``type`` that starts with ``realtime.``, and no ``specversion``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def encode(frame: Mapping[str, Any]) -> str:
    """A frame as compact JSON text. Raises ``ValueError`` or ``TypeError`` for what JSON lacks."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def error(code: str, message: str, **more: Any) -> dict[str, Any]:
    """``realtime.error``: a code for programs and a sentence for people."""
    return {"type": "realtime.error", "code": code, "message": message, **more}


def resumed(
    after: str | None, through: str, complete: bool, *, more: bool = False
) -> dict[str, Any]:
    """``realtime.resumed``: all up to ``through`` was sent; ``complete`` if nothing is missing.

    ``after`` is what was asked: a post may repeat, and a copy must not pass for a later answer.
    ``more`` is there, and true, when the log goes on: resume again from ``through``.
    """
    frame = {"type": "realtime.resumed", "after": after, "through": through, "complete": complete}
    return {**frame, "more": True} if more else frame
