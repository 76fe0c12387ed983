"""Tells other services of each order's end: orders table's stream -> event bus.

Runs behind the stream, so an end is announced if and only if it was written. At least once: a
consumer knows a repeat by the event's id, ``detail.id``.

``detail`` is the event that the buyer gets too; ``detail-type`` is its type (``order.finalized``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import BotoCoreError, ClientError

from functions.checkout.outcome_event import SOURCE, outcome_event
from functions.checkout.tables import plain
from functions.common import environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("EVENT_BUS_ARN",)
_deserializer = TypeDeserializer()


def announcement(record: Mapping[str, Any], event_bus_arn: str) -> dict[str, Any]:
    """One stream record as an entry of PutEvents."""
    image = record["dynamodb"]["NewImage"]
    item = {name: plain(_deserializer.deserialize(value)) for name, value in image.items()}
    event = outcome_event(item)
    return {
        "EventBusName": event_bus_arn,
        "Source": SOURCE,
        "DetailType": event["type"],
        "Time": event["time"],
        "Detail": json.dumps(event, separators=(",", ":")),
    }


def announce_outcomes(batch: Mapping[str, Any], client: Any, event_bus_arn: str) -> dict[str, Any]:
    """``{batchItemFailures}``: the first record that was not taken, so that Lambda repeats it.

    Lambda resumes a stream at the first failure, and the records behind it come again: that a
    record was announced already is for its consumers to see.
    """
    for record in batch["Records"]:
        try:
            answer = client.put_events(Entries=[announcement(record, event_bus_arn)])
        except (ClientError, BotoCoreError, KeyError):
            logger.exception("an order's end was not announced")
            return _failed(record)
        if answer["FailedEntryCount"]:
            refusal = answer["Entries"][0]
            logger.error("the bus refused an order's end", code=refusal.get("ErrorCode"))
            return _failed(record)
    return {"batchItemFailures": []}


def _failed(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}


@cache
def _event_bridge() -> Any:
    return boto3.client("events")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return announce_outcomes(event, _event_bridge(), environment.read("EVENT_BUS_ARN"))
