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
from botocore.exceptions import BotoCoreError, ClientError

from functions.checkout.domain.outcome import SOURCE, Item, outcome_event
from functions.checkout.stores.stream_records import process_order_records
from functions.common import environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("EVENT_BUS_ARN",)


class EventBusError(Exception):
    """The bus did not take an event; the text is its error code."""


def announcement(item: Item, event_bus_arn: str) -> dict[str, Any]:
    """An ended order as an entry of PutEvents."""
    event = outcome_event(item)
    return {
        "EventBusName": event_bus_arn,
        "Source": SOURCE,
        "DetailType": event["type"],
        "Time": event["time"],
        "Detail": json.dumps(event, separators=(",", ":")),
    }


def announce_outcomes(batch: Mapping[str, Any], client: Any, event_bus_arn: str) -> dict[str, Any]:
    """``{batchItemFailures}``: the first order whose end the bus did not take."""

    def announce(item: Item) -> None:
        answer = client.put_events(Entries=[announcement(item, event_bus_arn)])
        if answer["FailedEntryCount"]:
            raise EventBusError(answer["Entries"][0].get("ErrorCode"))

    return process_order_records(
        batch, announce, EventBusError, ClientError, BotoCoreError, KeyError
    )


@cache
def _event_bridge() -> Any:
    return boto3.client("events")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return announce_outcomes(event, _event_bridge(), environment.read("EVENT_BUS_ARN"))
