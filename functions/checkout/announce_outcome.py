"""Announces each order's outcome to other services: orders table's stream -> event bus.

Reads the stream, so an outcome is announced if and only if it was written. It is announced at least
once: a consumer recognises a repeat by the event's id, ``detail.id``. ``detail`` is the event that
the buyer gets; ``detail-type`` is its type (``order.finalized``).
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from contract.orders import EVENT_SOURCE
from functions.checkout.domain.outcome import StoredOutcome, outcome_event
from functions.checkout.stores.stream_records import process_order_records
from functions.common import environment
from functions.common.dynamodb import TableItem
from functions.common.lambda_types import BatchFailures, JsonObject, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("EVENT_BUS_ARN",)


class EventBusError(Exception):
    """The bus refused an event. The text is the bus's error code."""


def announcement(order: StoredOutcome, event_bus_arn: str) -> JsonObject:
    """An ended order as an entry of PutEvents."""
    event = outcome_event(order)
    return {
        "EventBusName": event_bus_arn,
        "Source": EVENT_SOURCE,
        "DetailType": event["type"],
        "Time": event["time"],
        "Detail": json.dumps(event, separators=(",", ":")),
    }


def announce_outcomes(batch: LambdaEvent, client: Any, event_bus_arn: str) -> BatchFailures:
    """The first order whose outcome the bus refused; Lambda resumes the stream there."""

    def announce(item: TableItem) -> None:
        entry = announcement(cast(StoredOutcome, item), event_bus_arn)
        answer = client.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise EventBusError(answer["Entries"][0].get("ErrorCode"))

    return process_order_records(
        batch, announce, EventBusError, ClientError, BotoCoreError, KeyError
    )


@cache
def _event_bridge() -> Any:
    return boto3.client("events")


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> BatchFailures:
    return announce_outcomes(event, _event_bridge(), environment.read("EVENT_BUS_ARN"))
