"""How this family talks to DynamoDB: one client, and transactions that ride out contention.

The client is the one of boto3's resource interface: it takes and answers plain Python values
(numbers come back as ``Decimal``; ``plain`` turns them into ints).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

CONDITION_FAILED = "ConditionalCheckFailed"
_CONTENTION = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
_ATTEMPTS = 10
_LONGEST_PAUSE_SECONDS = 0.4


class StoreBusy(Exception):
    """Too many writers at the same rows for too long: nothing was written, retry later."""


class ConditionsFailed(Exception):
    """A transaction's conditions did not hold: nothing was written.

    ``failed`` holds the indexes of the refused items, in the order they were given.
    """

    def __init__(self, failed: Sequence[int]) -> None:
        super().__init__(f"transaction refused by the conditions of items {list(failed)}")
        self.failed = tuple(failed)


@cache
def table_client() -> Any:
    """The process's DynamoDB client, made at first use so that importing costs nothing."""
    return boto3.resource("dynamodb").meta.client


def write_all(
    client: Any,
    items: Sequence[Mapping[str, Any]],
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Write all ``items`` or none of them.

    Raises
    ------
    ConditionsFailed
        At least one condition did not hold.
    StoreBusy
        Other transactions held the rows in every attempt (about two seconds in all).
    """
    for attempt in range(_ATTEMPTS):
        try:
            client.transact_write_items(TransactItems=list(items))
            return
        except ClientError as error:
            reasons = _cancellation_codes(error)
            failed = [index for index, code in enumerate(reasons) if code == CONDITION_FAILED]
            if failed:
                raise ConditionsFailed(failed) from None
            if not _CONTENTION.intersection(reasons):
                raise
        ceiling = min(_LONGEST_PAUSE_SECONDS, 0.02 * 2**attempt)
        # Full jitter: contenders must not meet again. Nothing here is secret.
        pause(random.uniform(0, ceiling))  # noqa: S311
    raise StoreBusy(f"{_ATTEMPTS} attempts met other transactions on the same items")


def is_condition_failure(error: ClientError) -> bool:
    """Whether a single conditional write was refused by its condition."""
    return bool(error.response["Error"]["Code"] == "ConditionalCheckFailedException")


def timestamp(moment: datetime) -> str:
    """An aware ``moment`` as every table and event has it: ``2030-01-02T03:04:05.678Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """``value`` as DynamoDB answered it, as JSON-ready data: Decimal becomes int or float."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _cancellation_codes(error: ClientError) -> list[str]:
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        return []
    response: Mapping[str, Any] = error.response
    return [reason.get("Code", "None") for reason in response.get("CancellationReasons", [])]
