"""Control frames of the protocol realtime.v1. Pure.

Their ``type`` starts with ``realtime.`` and they have no ``specversion``.
"""

from __future__ import annotations

import json
from typing import Any


def encode(frame: dict[str, Any]) -> str:
    """A frame as compact JSON text."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False)


def error(code: str, message: str) -> dict[str, Any]:
    """``realtime.error``: a code for programs and a sentence for people."""
    return {"type": "realtime.error", "code": code, "message": message}


def resumed(through: str, complete: bool) -> dict[str, Any]:
    """``realtime.resumed``: all up to ``through`` was sent; ``complete`` if nothing is missing."""
    return {"type": "realtime.resumed", "through": through, "complete": complete}
