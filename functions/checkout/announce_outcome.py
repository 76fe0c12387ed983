"""Announces each order's outcome to other services: orders table's stream -> event bus.

Reads the stream, so an outcome is announced if and only if it was written. It is announced at least
once: a consumer recognises a repeat by the event's id, ``detail.id``. ``detail`` is the event that
the buyer gets; ``detail-type`` is its type (``order.finalized``).
"""

from __future__ import annotations

import json
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from functions.checkout.domain.outcome import StoredOutcome, outcome_event
from functions.checkout.stores.parked_records import ParkedRecords
from functions.checkout.stores.stream_records import PassingFaultError, process_order_records
from functions.common import aws_clients, environment
from functions.common.dynamodb import TableItem
from functions.common.init_phase import at_init
from functions.common.lambda_types import BatchFailures, JsonObject, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("EVENT_BUS_ARN", "DEAD_LETTER_QUEUE_URL")
_REFUSALS = frozenset({
    "InvalidArgument", "MalformedDetail", "NotAuthorizedForSourceException", "RedactionFailure",
    "ValidationException",
})  # fmt: skip
"""Error codes about the event itself: the bus will never take it."""


class EventBusError(Exception):
    """The bus will never take this event. The text is the bus's error code."""


def announcement(order: StoredOutcome, event_bus_arn: str) -> JsonObject:
    """An ended order as an entry of PutEvents."""
    event = outcome_event(order)
    return {
        "EventBusName": event_bus_arn,
        "Source": event["source"],
        "DetailType": event["type"],
        "Time": event["time"],
        "Detail": json.dumps(event, separators=(",", ":")),
    }


def announce_outcomes(
    batch: LambdaEvent, client: Any, event_bus_arn: str, parked: ParkedRecords
) -> BatchFailures:
    """The first order whose outcome could not be announced; Lambda resumes the stream there.

    An outcome that cannot be read, or that the bus will never take, is parked.
    """

    def announce(item: TableItem) -> None:
        entry = announcement(cast(StoredOutcome, item), event_bus_arn)
        code = _refusal_of(client, entry)
        if code in _REFUSALS:
            raise EventBusError(code)
        if code is not None:
            raise PassingFaultError(code)

    return process_order_records(batch, announce, parked.park)


def _refusal_of(client: Any, entry: JsonObject) -> str | None:
    """The error code with which the bus did not take the entry; ``None`` if it took it."""
    try:
        answer = client.put_events(Entries=[entry])
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    except ParamValidationError:
        return "ValidationException"
    except BotoCoreError as error:
        raise PassingFaultError from error
    return str(answer["Entries"][0].get("ErrorCode")) if answer["FailedEntryCount"] else None


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> BatchFailures:
    return announce_outcomes(
        event,
        aws_clients.client("events"),
        environment.read("EVENT_BUS_ARN"),
        ParkedRecords(environment.read("DEAD_LETTER_QUEUE_URL")),
    )


at_init(lambda: aws_clients.client("events"))
