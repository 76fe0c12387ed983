"""Tells buyers how their orders ended. The same event again is stored once: telling is safe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from operations.deployed_stage import DeployedStage


class Buyers:
    """The buyers of a stage's orders, reached through its push function."""

    def __init__(self, stage: DeployedStage) -> None:
        self._stage = stage
        self._functions = stage.client("lambda")
        self._sagas = stage.client("stepfunctions")

    def push(self, outcome: Mapping[str, Any]) -> bool:
        """Push an outcome as the saga's commit answered it; False when that failed."""
        payload = {"userId": outcome["userId"], "event": outcome["event"]}
        return self._invoke(self._stage.push_function_arn, payload) is not None

    def notify_outcome(self, execution_arn: str) -> bool:
        """Tell of an order that has ended though its saga stopped, perhaps just before it told.

        The event is asked of the saga's own outcome function, by the one transition that
        changes nothing on an order that has ended: FINALIZED cannot be fenced off any more.
        """
        order = self._order(execution_arn)
        function = self._outcome_function(execution_arn)
        if order is None or function is None:
            return False
        answer = self._invoke(function, {"order": order, "transition": "fence_finalize"})
        return answer is not None and self.push(json.loads(answer["Payload"].read()))

    def _order(self, execution_arn: str) -> Any:
        started = self._sagas.describe_execution(executionArn=execution_arn)
        return json.loads(started.get("input", "{}")).get("order")

    def _outcome_function(self, execution_arn: str) -> str | None:
        """The one that the execution itself would have asked."""
        machine = self._sagas.describe_state_machine_for_execution(executionArn=execution_arn)
        for state in json.loads(machine["definition"])["States"].values():
            parameters = state.get("Parameters", {})
            if "transition" in parameters.get("Payload", {}):
                return str(parameters["FunctionName"])
        return None

    def _invoke(self, function: str, payload: Mapping[str, Any]) -> dict[str, Any] | None:
        """The function's answer, None when it failed."""
        answer: dict[str, Any] = self._functions.invoke(
            FunctionName=function, Payload=json.dumps(payload)
        )
        return None if "FunctionError" in answer else answer
