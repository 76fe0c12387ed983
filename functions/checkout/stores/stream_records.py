"""The orders table's stream, as its consumers read it."""

from __future__ import annotations

from collections.abc import Callable

from boto3.dynamodb.types import TypeDeserializer

from functions.checkout.stores.table import plain
from functions.common.dynamodb import TableItem
from functions.common.lambda_types import BatchFailures, LambdaEvent, batch_failures
from functions.common.observability import logger

_deserializer = TypeDeserializer()


def process_order_records(
    batch: LambdaEvent, act: Callable[[TableItem], None], *failures: type[Exception]
) -> BatchFailures:
    """Call ``act`` with each changed order in turn; name the first record whose call failed.

    Lambda resumes the stream at that record and delivers the ones after it again, so ``act`` must
    be idempotent. An exception that is not among ``failures`` is a defect and is raised.
    """
    for record in batch["Records"]:
        try:
            act(_order_in(record))
        except failures:
            logger.exception("a record of the orders table's stream was not handled")
            return batch_failures([str(record["dynamodb"]["SequenceNumber"])])
    return batch_failures([])


def _order_in(record: LambdaEvent) -> TableItem:
    """The order's row after the change."""
    image = record["dynamodb"]["NewImage"]
    return {name: plain(_deserializer.deserialize(value)) for name, value in image.items()}
