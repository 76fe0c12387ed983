"""Starts the saga of every stored order: orders table's stream -> state machine.

``POST /checkout`` starts the saga at once, but its process may die after the order is stored. The
stream delivers every stored order, so no order stays without a saga. A second start has no effect:
the execution is named after the order.
"""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.order import Order
from functions.checkout.stores.parked_records import ParkedRecords
from functions.checkout.stores.saga_executions import Executions, SagaNotStartedError
from functions.checkout.stores.stream_records import PassingFaultError, process_order_records
from functions.common import aws_clients, environment
from functions.common.dynamodb import TableItem
from functions.common.init_phase import at_init
from functions.common.lambda_types import BatchFailures, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("STATE_MACHINE_ARN", "DEAD_LETTER_QUEUE_URL")


def start_sagas(batch: LambdaEvent, executions: Executions, parked: ParkedRecords) -> BatchFailures:
    """The first order whose saga was not started; Lambda resumes the stream there.

    An order that cannot be read is parked.
    """

    def start(item: TableItem) -> None:
        try:
            executions.start(Order.from_payload(item))
        except SagaNotStartedError as error:
            raise PassingFaultError from error

    return process_order_records(batch, start, parked.park)


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> BatchFailures:
    return start_sagas(
        event,
        Executions(environment.read("STATE_MACHINE_ARN")),
        ParkedRecords(environment.read("DEAD_LETTER_QUEUE_URL")),
    )


at_init(lambda: aws_clients.client("stepfunctions"))
