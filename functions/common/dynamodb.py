"""The process's DynamoDB clients. Each is made at first use, so that an import costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from functions.common import aws_clients
from functions.common.dynamodb_values import with_plain_values

TableItem = dict[str, Any]
"""A row of a table. Free-form: DynamoDB fixes only a row's key, and other teams' sagas store orders
with attributes of their own."""
DynamoDbRequest = dict[str, Any]
"""Arguments of one DynamoDB call, or of one part of a transaction. botocore owns the shape."""


MOST_SOCKETS = 100
"""Of one client, kept open between invocations. botocore's own 10 would throw away what a batch of
ten pushes needs at once, 20, and each would be a TLS handshake in the next batch."""


@aws_clients.MadeOnce
def table_client() -> Any:
    """The client that takes and answers plain Python values. Numbers come back as ``Decimal``."""
    return with_plain_values(_new_client())


@aws_clients.MadeOnce
def low_level_client() -> Any:
    """The client that takes and answers typed values: ``{"S": "text"}``, ``{"N": "42"}``."""
    return _new_client()


def _new_client() -> Any:
    return aws_clients.new_client("dynamodb", max_pool_connections=MOST_SOCKETS)


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
