"""Starts the saga of every stored order: orders table's stream -> state machine.

``POST /checkout`` starts it at once, but between storing the order and starting its saga a process
may die. Behind the stream an order that was stored is started, and not before. Starting twice is
starting once: the execution is named after the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.domain.field_parsing import InvalidOrder
from functions.checkout.domain.order import Order
from functions.checkout.stores.saga_executions import Executions, SagaNotStartedError
from functions.checkout.stores.stream_records import process_order_records
from functions.common import environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("STATE_MACHINE_ARN",)


def start_sagas(batch: Mapping[str, Any], executions: Executions) -> dict[str, Any]:
    """``{batchItemFailures}``: the first order whose saga was not started."""
    return process_order_records(
        batch,
        lambda item: executions.start(Order.from_payload(item)),
        SagaNotStartedError,
        InvalidOrder,
    )


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return start_sagas(event, Executions(environment.read("STATE_MACHINE_ARN")))
