"""Transactions under contention, and DynamoDB's numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.checkout.stores.table import plain
from functions.checkout.stores.transactions import ConditionsFailed, StoreBusy, write_all


class Contended:
    """A client whose transactions are cancelled for ``reasons``, one list per call."""

    def __init__(self, *reasons: list[str]) -> None:
        self.calls = 0
        self._reasons = list(reasons)

    def transact_write_items(self, **call: Any) -> None:
        self.calls += 1
        if self._reasons:
            codes = self._reasons.pop(0)
            response: Any = {
                "Error": {"Code": "TransactionCanceledException", "Message": ""},
                "CancellationReasons": [{"Code": code} for code in codes],
            }
            raise ClientError(response, "TransactWriteItems")


def test_a_contended_transaction_is_tried_again_after_a_pause() -> None:
    client = Contended(["None", "TransactionConflict"], ["ThrottlingError"])
    pauses: list[float] = []
    write_all(client, [{}], pauses.append)
    assert client.calls == 3
    assert len(pauses) == 2
    assert all(0 <= pause <= 0.4 for pause in pauses)


def test_endless_contention_is_a_transient_error() -> None:
    client = Contended(*[["TransactionConflict"]] * 99)
    with pytest.raises(StoreBusy):
        write_all(client, [{}], lambda seconds: None)
    assert client.calls == 10


def test_a_failed_condition_is_not_tried_again() -> None:
    client = Contended(["None", "ConditionalCheckFailed", "TransactionConflict"])
    with pytest.raises(ConditionsFailed) as refused:
        write_all(client, [{}], lambda seconds: None)
    assert (refused.value.failed, client.calls) == ((1,), 1)


def test_any_other_cancellation_is_raised_unchanged() -> None:
    with pytest.raises(ClientError):
        write_all(Contended(["ValidationError"]), [{}], lambda seconds: None)


def test_decimals_become_int_or_float() -> None:
    stored = {"a": [Decimal(3), {"b": Decimal("1.5")}], "c": "x", "d": None, "e": True}
    assert plain(stored) == {"a": [3, {"b": 1.5}], "c": "x", "d": None, "e": True}
    assert isinstance(plain(Decimal(3)), int)
