"""A fake of Step Functions' StartExecution."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError


class StepFunctions:
    """Remembers executions by name, as Step Functions does. Its first calls raise ``errors``."""

    def __init__(self, *errors: str) -> None:
        self.inputs: dict[str, dict[str, Any]] = {}
        self.calls: list[dict[str, Any]] = []
        self._errors = list(errors)

    def start_execution(self, **call: Any) -> None:
        self.calls.append(call)
        code = self._errors.pop(0) if self._errors else None
        if call["name"] in self.inputs:
            code = "ExecutionAlreadyExists"
        if code == "no network":
            raise EndpointConnectionError(endpoint_url="https://states")
        if code:
            raise ClientError({"Error": {"Code": code, "Message": "secret"}}, "StartExecution")
        self.inputs[call["name"]] = json.loads(call["input"])
