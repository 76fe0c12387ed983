"""``$default``: answer a frame that no route took with an error. The connection stays open."""

from __future__ import annotations

import json
from typing import Any

from contract.frames import MALFORMED
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol import frames

ENVIRONMENT: tuple[str, ...] = ()
MALFORMED_FRAME = frames.Error(
    code=MALFORMED, message='A frame must be a JSON object, such as {"action":"ping"}.'
)
UNKNOWN_FRAME = frames.Error(code=MALFORMED, message="The action must be 'resume' or 'ping'.")


def answer_unknown(body: str | None) -> frames.Error:
    """What is wrong with the frame."""
    try:
        frame = json.loads(body or "")
    except (ValueError, RecursionError):
        return MALFORMED_FRAME
    if not isinstance(frame, dict):
        return MALFORMED_FRAME
    return UNKNOWN_FRAME


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    return {"statusCode": 200, "body": frames.control_text(answer_unknown(event.get("body")))}
