"""Calls of a stage's push function."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from operations.deployed_stage import DeployedStage


def call_push_function(
    stage: DeployedStage, push_function_arn: str, request: Mapping[str, Any]
) -> tuple[Any, str]:
    """What the function answered, and the text of its error; that is empty where it worked."""
    answer = stage.client("lambda").invoke(
        FunctionName=push_function_arn, Payload=json.dumps(request)
    )
    said = json.loads(answer["Payload"].read())
    if "FunctionError" not in answer:
        return said, ""
    return said, str(said.get("errorMessage", said) if isinstance(said, dict) else said)
