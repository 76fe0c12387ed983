"""Records of the orders table's stream that no retry can handle: they wait for a person.

A parked record is a message in its consumer's dead-letter queue, whose alarm reports it:
``{kind, reason, eventName, sequenceNumber, keys, image, omitted}``. ``image`` is the row after the
change in DynamoDB's own JSON, without the payment token. ``omitted`` names attributes that are left
out: the token, and the largest ones of a row that is too long for a message.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from contract.messages import PARKED_RECORD
from contract.orders import PAID_WITH_FIELD
from functions.checkout.domain.rules import InvalidOrder
from functions.common import aws_clients
from functions.common.lambda_types import JsonObject, LambdaEvent

MAX_IMAGE_BYTES = 200_000
"""SQS takes messages of 256 KiB; a row may have 400 KB."""
_TOLD = (InvalidOrder, KeyError)
"""Errors whose text names a field and holds no value. Of others the log has the text."""


class ParkedRecords:
    """The dead-letter queue of one consumer."""

    def __init__(self, queue_url: str, client: Any | None = None) -> None:
        self._queue_url = queue_url
        # Made when a record is parked: few ever are.
        self._client: Callable[[], Any] = _sqs if client is None else lambda: client

    def park(self, record: LambdaEvent, error: Exception) -> None:
        """Send the record with the reason. Raises what the queue's client raises."""
        body = json.dumps(_message(record, error), separators=(",", ":"), default=str)
        self._client().send_message(QueueUrl=self._queue_url, MessageBody=body)


def _sqs() -> Any:
    return aws_clients.client("sqs")


def _message(record: LambdaEvent, error: Exception) -> JsonObject:
    change = record["dynamodb"]
    reason = type(error).__name__ + (f": {error}" if isinstance(error, _TOLD) else "")
    kept, omitted = _bounded(change.get("NewImage") or {})
    return {
        "kind": PARKED_RECORD,
        "reason": reason,
        "eventName": record.get("eventName"),
        "sequenceNumber": change["SequenceNumber"],
        "keys": change.get("Keys"),
        "image": kept,
        "omitted": omitted,
    }


def _bounded(image: Mapping[str, Any]) -> tuple[JsonObject, list[str]]:
    """The attributes that fit, the smallest first, and the names of the others."""
    sizes = {name: len(json.dumps([name, value], default=str)) for name, value in image.items()}
    kept: JsonObject = {}
    left = MAX_IMAGE_BYTES
    for name in sorted(sizes, key=lambda one: sizes[one]):
        left -= sizes[name]
        if name != PAID_WITH_FIELD and left >= 0:
            kept[name] = image[name]
    return kept, sorted(set(image) - set(kept))
