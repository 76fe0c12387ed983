"""Starts the saga of every stored order: orders table's stream -> state machine.

``POST /checkout`` starts the saga at once, but its process may die after the order is stored. The
stream delivers every stored order, so no order stays without a saga. A second start has no effect:
the execution is named after the order.
"""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.domain.rules import InvalidOrder
from functions.checkout.stores.saga_executions import Executions, SagaNotStartedError
from functions.checkout.stores.stream_records import process_order_records
from functions.common import environment
from functions.common.lambda_types import BatchFailures, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("STATE_MACHINE_ARN",)


def start_sagas(batch: LambdaEvent, executions: Executions) -> BatchFailures:
    """The first order whose saga was not started; Lambda resumes the stream there."""
    return process_order_records(
        batch,
        lambda item: executions.start(Order.from_payload(item)),
        SagaNotStartedError,
        InvalidOrder,
    )


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> BatchFailures:
    return start_sagas(event, Executions(environment.read("STATE_MACHINE_ARN")))
