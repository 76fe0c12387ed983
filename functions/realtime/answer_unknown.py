"""``$default``: say what was wrong with a frame. The connection stays open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.common.observability import logger
from functions.realtime.protocol import frames

ENVIRONMENT: tuple[str, ...] = ()
NOT_AN_OBJECT = 'A frame must be a JSON object, such as {"action":"ping"}.'


def answer_unknown(body: str | None) -> dict[str, Any]:
    """A ``realtime.error`` for a frame that no route took."""
    try:
        frame = json.loads(body or "")
    except (ValueError, RecursionError):
        return frames.error("malformed", NOT_AN_OBJECT)
    if not isinstance(frame, dict):
        return frames.error("malformed", NOT_AN_OBJECT)
    return frames.error("unknown-action", "The action must be 'resume' or 'ping'.")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": frames.encode(answer_unknown(event.get("body")))}
