"""Starts orders' sagas: one execution per order, however often and by whom it is started."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from functions.checkout.domain.order import Order
from functions.common import aws_clients

_REFUSALS = frozenset({"InvalidExecutionInput", "InvalidName", "ValidationException"})


class SagaNotStartedError(Exception):
    """Step Functions did not start the execution. The order is stored: start it again."""


class SagaRefusedError(Exception):
    """Step Functions will never start this order's execution: its id or input is not allowed."""


class Executions:
    """The executions of one state machine, named after their orders."""

    def __init__(self, state_machine_arn: str, client: Any | None = None) -> None:
        self._state_machine_arn = state_machine_arn
        self._client = client if client is not None else aws_clients.client("stepfunctions")

    def start(self, order: Order) -> None:
        """Start the order's saga. Succeeds too if the saga runs already or has ended.

        Raises ``SagaNotStartedError`` and ``SagaRefusedError``.
        """
        # Step Functions takes a repeat for the same execution only if the input is the same text.
        saga_input = {"order": order.to_saga()}
        try:
            self._client.start_execution(
                stateMachineArn=self._state_machine_arn,
                name=order.order_id,
                input=json.dumps(saga_input, separators=(",", ":"), sort_keys=True),
            )
        except (ClientError, BotoCoreError) as error:
            code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
            if code in _REFUSALS or isinstance(error, ParamValidationError):
                raise SagaRefusedError(order.order_id) from error
            if code != "ExecutionAlreadyExists":
                raise SagaNotStartedError(order.order_id) from error
