"""Notifies buyers how their orders ended. A repeat is safe: the same event is stored once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contract.orders import FENCE_FINALIZE
from operations.deployed_stage import DeployedStage

EVENT_SOURCE_FIELD = "eventSource"
"""What the outcome function takes the event's ``source`` from: components/saga/end_tasks.py."""


class Buyers:
    """The buyers of a stage's orders, reached through the stage's push function."""

    def __init__(self, stage: DeployedStage, push_function_arn: str) -> None:
        self._push_function_arn = push_function_arn
        self._functions = stage.client("lambda")
        self._sagas = stage.client("stepfunctions")

    def push(self, outcome: Mapping[str, Any]) -> bool:
        """Push an outcome as the outcome function answered it; False when the push failed."""
        payload = {"userId": outcome["userId"], "event": outcome["event"]}
        return self._invoke(self._push_function_arn, payload) is not None

    def notify_outcome(self, execution_arn: str) -> bool:
        """Push the outcome of an order that has ended, whose saga may have stopped before its push.

        The event comes from the saga's outcome function. ``fence_finalize`` asks for it, because
        that transition changes nothing on an order that has ended. False when the push failed.
        """
        order = self._order(execution_arn)
        asking = self._outcome_task(execution_arn)
        if order is None or asking is None:
            return False
        asked = {"order": order, "transition": FENCE_FINALIZE}
        if EVENT_SOURCE_FIELD in asking["Payload"]:  # not in executions of an earlier definition
            asked[EVENT_SOURCE_FIELD] = asking["Payload"][EVENT_SOURCE_FIELD]
        answer = self._invoke(str(asking["FunctionName"]), asked)
        return answer is not None and self.push(json.loads(answer["Payload"].read()))

    def _order(self, execution_arn: str) -> Any:
        started = self._sagas.describe_execution(executionArn=execution_arn)
        return json.loads(started.get("input", "{}")).get("order")

    def _outcome_task(self, execution_arn: str) -> dict[str, Any] | None:
        """A call of the outcome function in the definition that the execution was started with."""
        machine = self._sagas.describe_state_machine_for_execution(executionArn=execution_arn)
        for state in json.loads(machine["definition"])["States"].values():
            parameters: dict[str, Any] = state.get("Parameters", {})
            if "transition" in parameters.get("Payload", {}):
                return parameters
        return None

    def _invoke(self, function: str, payload: Mapping[str, Any]) -> dict[str, Any] | None:
        """Lambda's answer; None when the function failed."""
        answer: dict[str, Any] = self._functions.invoke(
            FunctionName=function, Payload=json.dumps(payload)
        )
        return None if "FunctionError" in answer else answer
