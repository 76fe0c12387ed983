"""Starts orders' sagas: one execution per order, however often and by whom it is started."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from functions.checkout.domain.order import Order


class SagaNotStartedError(Exception):
    """Step Functions did not start the execution. The order is stored: start it again."""


class Executions:
    """The executions of one state machine, named after their orders."""

    def __init__(self, state_machine_arn: str, client: Any | None = None) -> None:
        self._state_machine_arn = state_machine_arn
        self._client = client if client is not None else _step_functions()

    def start(self, order: Order) -> None:
        """Start the order's saga. Succeeds too if the saga runs already or has ended.

        Raises ``SagaNotStartedError``.
        """
        # Step Functions takes a repeat for the same execution only if the input is the same text.
        saga_input = {"order": order.to_payload()}
        try:
            self._client.start_execution(
                stateMachineArn=self._state_machine_arn,
                name=order.order_id,
                input=json.dumps(saga_input, separators=(",", ":"), sort_keys=True),
            )
        except (ClientError, BotoCoreError) as error:
            if not _exists_already(error):
                raise SagaNotStartedError(order.order_id) from error


def _exists_already(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return False
    return bool(error.response["Error"]["Code"] == "ExecutionAlreadyExists")


@cache
def _step_functions() -> Any:
    return boto3.client("stepfunctions")
