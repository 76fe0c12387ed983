"""The orders table's stream, as its consumers read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from functions.checkout.domain.outcome import Item
from functions.checkout.stores.dynamodb import plain
from functions.common.observability import logger

_deserializer = TypeDeserializer()


def process_order_records(
    batch: Mapping[str, Any], act: Callable[[Item], None], *failures: type[Exception]
) -> dict[str, Any]:
    """``act`` on every changed order in turn; ``{batchItemFailures}`` names the first that failed.

    Lambda resumes a stream there, and the records behind it come again: ``act`` is idempotent.
    Only ``failures`` are failures of the record; anything else is a defect and raised.
    """
    for record in batch["Records"]:
        try:
            act(item_of(record))
        except failures:
            logger.exception("a record of the orders table's stream was not handled")
            return {"batchItemFailures": [{"itemIdentifier": _number(record)}]}
    return {"batchItemFailures": []}


def item_of(record: Mapping[str, Any]) -> Item:
    """The order as it was stored by the change."""
    image = record["dynamodb"]["NewImage"]
    return {name: plain(_deserializer.deserialize(value)) for name, value in image.items()}


def _number(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])
