"""The orders table's stream, as its consumers read it."""

from __future__ import annotations

from collections.abc import Callable

from functions.checkout.stores.table import plain
from functions.common.dynamodb import TableItem
from functions.common.dynamodb_values import plain_value
from functions.common.lambda_types import BatchFailures, LambdaEvent, batch_failures
from functions.common.observability import logger


class PassingFaultError(Exception):
    """What a consumer needs is not there at the moment. The record is fine: deliver it again."""


def process_order_records(
    batch: LambdaEvent,
    act: Callable[[TableItem], None],
    park: Callable[[LambdaEvent, Exception], None],
) -> BatchFailures:
    """Call ``act`` with each changed order in turn; name the first record that must come again.

    A stream holds every record behind one that failed, so only ``PassingFaultError`` makes Lambda
    deliver a record again; the ones after it come again too, so ``act`` must be idempotent. Any
    other exception says that the record itself is wrong. It is given to ``park``, and the next
    record follows. A record that could not be parked comes again.
    """
    for record in batch["Records"]:
        try:
            act(_order_in(record))
        except PassingFaultError:
            logger.exception("a record of the orders table's stream must be delivered again")
            return _again(record)
        except Exception as error:
            try:
                park(record, error)
            except Exception:
                logger.exception("a record of the orders table's stream could not be parked")
                return _again(record)
            logger.exception("a record of the orders table's stream is parked: it is wrong")
    return batch_failures([])


def _again(record: LambdaEvent) -> BatchFailures:
    return batch_failures([str(record["dynamodb"]["SequenceNumber"])])


def _order_in(record: LambdaEvent) -> TableItem:
    """The order's row after the change."""
    image = record["dynamodb"]["NewImage"]
    return {name: plain(plain_value(value)) for name, value in image.items()}
