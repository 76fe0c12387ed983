"""The process's DynamoDB clients. Each is made at first use, so that an import costs nothing.

There are two kinds because making ``table_client`` takes 107 ms of CPU time and making
``low_level_client`` 75 ms (measured with boto3 1.43): a function that only reads the replay log
does not pay for the conversion of values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

from functions.common import aws_clients

TableItem = dict[str, Any]
"""A row of a table. Free-form: DynamoDB fixes only a row's key, and other teams' sagas store orders
with attributes of their own."""
DynamoDbRequest = dict[str, Any]
"""Arguments of one DynamoDB call, or of one part of a transaction. botocore owns the shape."""


@cache
def table_client() -> Any:
    """The client of boto3's resource interface: plain Python values, safe between threads.

    Numbers come back as ``Decimal``.
    """
    config = aws_clients.PATIENCE["dynamodb"].config()
    return aws_clients.bounded(boto3.resource("dynamodb", config=config).meta.client, "dynamodb")


@cache
def low_level_client() -> Any:
    """The client that takes and answers typed values: ``{"S": "text"}``, ``{"N": "42"}``."""
    config = aws_clients.PATIENCE["dynamodb"].config()
    return aws_clients.bounded(boto3.client("dynamodb", config=config), "dynamodb")


def row_key(names: Sequence[str], *values: str) -> TableItem:
    """The key of a row. ``names`` are the key's attributes, such as ``STEPS_KEY``."""
    return dict(zip(names, values, strict=True))


def every_item(call: Callable[..., Any], **request: Any) -> Iterator[TableItem]:
    """The items of a ``query`` or ``scan``, page after page."""
    start: DynamoDbRequest = {}
    while True:
        page = call(**request, **start)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def is_condition_failure(error: ClientError) -> bool:
    """Whether a single conditional write was refused by its condition."""
    return bool(error.response["Error"]["Code"] == "ConditionalCheckFailedException")
