"""What DynamoDB may serve a moment later: a transaction on held rows, a call turned away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from functions.common import aws_clients
from functions.common.dynamodb import DynamoDbRequest
from functions.common.retries import Retries

CONDITION_FAILED = "ConditionalCheckFailed"
_CONTENTION = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
_RETRIES = Retries(attempts=10, first_pause_seconds=0.02, longest_pause_seconds=0.4)


class StoreBusy(Exception):
    """A table did not serve the call in any attempt: held rows, a throttle, no answer. Retry later.

    After a call without an answer it is unknown whether it took effect.
    """


class ConditionsFailed(Exception):
    """A transaction's conditions did not hold. Nothing was written.

    ``failed`` holds the indexes of the items whose condition failed.
    """

    def __init__(self, failed: Sequence[int]) -> None:
        super().__init__(f"the transaction's conditions on items {list(failed)} did not hold")
        self.failed = tuple(failed)


@contextmanager
def busy_while_unserved() -> Iterator[None]:
    """Raise ``StoreBusy`` for a fault of AWS that passes, which a saga's step is retried for.

    For idempotent code: after a lost answer, the repeat finds what was written. The payment
    provider's own time-out is none of these faults.
    """
    try:
        yield
    except Exception as error:
        if aws_clients.is_passing(error):
            raise StoreBusy(f"{type(error).__name__}: {error}") from error
        raise


def write_all(
    client: Any, items: Sequence[DynamoDbRequest], pause: Callable[[float], None] = time.sleep
) -> None:
    """Write all ``items`` or none of them.

    Raises
    ------
    ConditionsFailed
        At least one condition did not hold.
    StoreBusy
        Other transactions held the rows in every attempt (about two seconds in all).
    """
    for _ in _RETRIES.each(pause):
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
    raise StoreBusy(f"{_RETRIES.attempts} attempts met other transactions on the same items")


def _cancellation_codes(error: ClientError) -> list[str]:
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        return []
    reasons = error.response.get("CancellationReasons", [])
    return [str(reason.get("Code", "None")) for reason in reasons]
