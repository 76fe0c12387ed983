"""A service that pushes events by invoking the push function."""

from __future__ import annotations

import json
import secrets
from typing import Any

from local.local_stage import LocalStage


def an_event(kind: str = "return.received", **changes: Any) -> dict[str, Any]:
    event = {"id": secrets.token_hex(8), "source": "returns", "type": kind, "data": {"ok": True}}
    return event | changes


def push(stage: LocalStage, request: Any) -> dict[str, Any]:
    answer = stage.client("lambda").invoke(
        FunctionName=stage.outputs["push_function_arn"], Payload=json.dumps(request)
    )
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    return result
