"""Other services get each outcome that was written, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.checkout import announce_outcome
from functions.checkout.announce_outcome import announce_outcomes
from tests.support.checkout_shop import CONTEXT, stream_batch

BUS = "arn:aws:events:us-east-1:123456789012:event-bus/shop"


class Bus:
    """A bus that refuses the orders in ``refused`` and raises for the orders in ``broken``."""

    def __init__(self, refused: tuple[str, ...] = (), broken: tuple[str, ...] = ()) -> None:
        self.entries: list[dict[str, Any]] = []
        self._refused, self._broken = refused, broken

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        (entry,) = Entries
        subject = json.loads(entry["Detail"])["subject"]
        if subject in self._broken:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutEvents")
        if subject in self._refused:
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}
        self.entries.append(entry)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}


def batch(*order_ids: str, status: str = "FINALIZED") -> dict[str, Any]:
    """A stream's records of these orders, numbered from 100."""
    ended = {"userId": "ada", "amountMinor": 3448, "status": status,
             "committedAt": "2030-01-02T03:04:05.678Z"}  # fmt: skip
    return stream_batch(*({"orderId": order_id, **ended} for order_id in order_ids))


def test_an_outcome_is_announced_as_the_event_that_the_buyer_gets() -> None:
    bus = Bus()
    assert announce_outcomes(batch("ord-1"), bus, BUS) == {"batchItemFailures": []}
    (entry,) = bus.entries
    assert json.loads(entry.pop("Detail")) == {
        "id": "ord-1:FINALIZED",
        "source": "checkout",
        "type": "order.finalized",
        "subject": "ord-1",
        "time": "2030-01-02T03:04:05.678Z",
        "data": {"orderId": "ord-1", "status": "FINALIZED"},
    }
    assert entry == {
        "EventBusName": BUS,
        "Source": "checkout",
        "DetailType": "order.finalized",
        "Time": "2030-01-02T03:04:05.678Z",
    }


@pytest.mark.parametrize("kind", ["refused", "broken"])
def test_the_first_order_that_was_not_announced_is_where_lambda_resumes(kind: str) -> None:
    bus = Bus(**{kind: ("ord-2",)})
    answer = announce_outcomes(batch("ord-1", "ord-2", "ord-3"), bus, BUS)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "101"}]}
    assert [json.loads(entry["Detail"])["subject"] for entry in bus.entries] == ["ord-1"]


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_not() -> None:
    records = batch("ord-1", "ord-2")
    del records["Records"][1]["dynamodb"]["NewImage"]["committedAt"]
    answer = announce_outcomes(records, Bus(), BUS)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "101"}]}


def test_the_handler_announces_on_the_configured_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = Bus()
    monkeypatch.setenv("EVENT_BUS_ARN", BUS)
    monkeypatch.setattr(announce_outcome, "_event_bridge", lambda: bus)
    announce_outcome.handler(batch("ord-1", status="REFUNDED"), CONTEXT)
    assert bus.entries[0]["DetailType"] == "order.refunded"
