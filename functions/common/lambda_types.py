"""Shapes of what goes into and comes out of Lambda functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict

LambdaEvent = Mapping[str, Any]
"""An invocation's input. Free-form: AWS or whoever invokes makes it; the handler checks it."""
JsonObject = dict[str, Any]
"""A JSON object. Free-form: its sender chooses the fields, such as an event's ``data``."""


class ApiResponse(TypedDict):
    """What API Gateway makes the answer of, for HTTP (payload 2.0) and for WebSocket routes."""

    statusCode: int
    headers: NotRequired[dict[str, str]]
    body: NotRequired[str]


class FailedItem(TypedDict):
    """A record of a stream by its sequence number, or a message of a queue by its id."""

    itemIdentifier: str


class BatchFailures(TypedDict):
    """The records of a batch that Lambda delivers again."""

    batchItemFailures: list[FailedItem]


def batch_failures(identifiers: Iterable[str]) -> BatchFailures:
    """The answer that names the records to deliver again; none for a batch that is done."""
    return {"batchItemFailures": [{"itemIdentifier": one} for one in identifiers]}
