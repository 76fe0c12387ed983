"""What an order's execution did: where it is, and which of its states failed last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from operations.deployed_stage import DeployedStage

FAILURES = ("FailedEventDetails", "TimedOutEventDetails")
"""Ends of the keys under which Step Functions' events tell an error."""
NO_EXECUTION = ("ExecutionDoesNotExist", "InvalidArn")
"""Step Functions' errors for a name that no execution has, or that none can have."""


@dataclass(frozen=True)
class Execution:
    """An execution at the moment of reading."""

    status: str
    state: str
    """The state that it entered last."""
    failed_in: str
    """The state that failed last; empty if none did."""
    error: str
    """That failure's error and the beginning of its cause."""
    entered: frozenset[str] = frozenset()
    """Every state that it has entered."""

    def described(self) -> str:
        """A sentence about it."""
        text = f"{self.status}, last in {self.state or 'no state'}"
        return f"{text}; {self.failed_in} failed: {self.error}" if self.failed_in else text


def execution_arn(state_machine_arn: str, order_id: str) -> str:
    """The execution that has the order's id as its name."""
    return f"{state_machine_arn.replace(':stateMachine:', ':execution:')}:{order_id}"


def described_execution(sagas: Any, arn: str) -> dict[str, Any]:
    """Step Functions' description. Empty when it knows none: not started, or ended 90 days ago."""
    try:
        answer: dict[str, Any] = sagas.describe_execution(executionArn=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] not in NO_EXECUTION:
            raise
        return {}
    return answer


def read_execution(stage: DeployedStage, order_id: str) -> Execution:
    """Read the order's execution, which must exist."""
    sagas, arn = stage.client("stepfunctions"), execution_arn(stage.state_machine_arn, order_id)
    status = str(sagas.describe_execution(executionArn=arn)["status"])
    pages = sagas.get_paginator("get_execution_history").paginate(executionArn=arn)
    state = failed_in = error = ""
    states = set()
    for event in (event for page in pages for event in page["events"]):
        if entered := event.get("stateEnteredEventDetails"):
            state = str(entered["name"])
            states.add(state)
        elif failure := _failure(event):
            failed_in, error = state, failure
    return Execution(status, state, failed_in, error, frozenset(states))


def _failure(event: dict[str, Any]) -> str:
    for name, details in event.items():
        if name.endswith(FAILURES):
            cause = " ".join(str(details.get("cause", "")).split())[:160]
            return f"{details.get('error', '?')} {cause}".strip()
    return ""
