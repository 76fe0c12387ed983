"""Other services get each outcome that was written, and nothing else."""

from __future__ import annotations

import json
import secrets
from dataclasses import astuple
from typing import Any

import pytest
from botocore.exceptions import ClientError

from contract.orders import VERIFICATION_FIELD
from functions.checkout import announce_outcome
from functions.checkout.announce_outcome import announce_outcomes
from functions.checkout.commit_outcome import commit_outcome
from functions.checkout.domain.outcome import outcome_event
from functions.common import aws_clients
from operations.verify.products import Products
from tests.support.checkout_shop import CONTEXT, Shop, order, stream_batch
from tests.support.dead_letters import DeadLetters

BUS = "arn:aws:events:us-east-1:123456789012:event-bus/shop"
NO_LETTERS = DeadLetters(failures=1_000).parked()
"""For batches in which nothing may be parked."""


class Bus:
    """A bus that refuses the orders in ``refused`` and raises for the orders in ``broken``."""

    def __init__(
        self,
        refused: tuple[str, ...] = (),
        broken: tuple[str, ...] = (),
        code: str = "InternalFailure",
    ) -> None:
        self.entries: list[dict[str, Any]] = []
        self._code = code
        self._refused, self._broken = refused, broken

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        (entry,) = Entries
        subject = json.loads(entry["Detail"])["subject"]
        if subject in self._broken:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutEvents")
        if subject in self._refused:
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": self._code}]}
        self.entries.append(entry)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}


def batch(*order_ids: str, status: str = "FINALIZED") -> dict[str, Any]:
    """A stream's records of these orders, numbered from 100."""
    ended = {"userId": "ada", "amountMinor": 3448, "status": status,
             "committedAt": "2030-01-02T03:04:05.678Z"}  # fmt: skip
    return stream_batch(*({"orderId": order_id, **ended} for order_id in order_ids))


def test_an_outcome_is_announced_as_the_event_that_the_buyer_gets() -> None:
    bus = Bus()
    assert announce_outcomes(batch("ord-1"), bus, BUS, NO_LETTERS) == {"batchItemFailures": []}
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


MADE_BY_VERIFY = astuple(Products.of(secrets.token_hex(5)))


@pytest.mark.parametrize(
    ("products", "marked"),
    [
        ([*MADE_BY_VERIFY], True),
        ([MADE_BY_VERIFY[0], "lamp"], False),
        (["verify-1-vase"], False),
        ([f"{MADE_BY_VERIFY[0]}-2"], False),
        ([f"{MADE_BY_VERIFY[0]}\n"], False),
        (["lamp"], False),
        ([], False),
    ],
)
def test_the_end_of_an_order_that_make_verify_placed_is_marked(
    products: list[str], marked: bool
) -> None:
    ended: Any = {"orderId": "ord-1", "status": "FINALIZED", "committedAt": "2030-01-02",
                  "lines": [{"productId": product} for product in products]}  # fmt: skip

    data = outcome_event(ended)["data"]

    assert data == {"orderId": "ord-1", "status": "FINALIZED"} | (
        {VERIFICATION_FIELD: True} if marked else {}
    )


@pytest.mark.parametrize("transition", ["finalize", "undo", "need_attention", "resolve"])
def test_another_sagas_outcome_is_announced_as_the_event_that_its_buyer_got(
    transition: str, shop: Shop
) -> None:
    shop.orders().create(order(), "fingerprint")
    payload = {"order": order().to_payload(), "transition": transition, "eventSource": "returns"}
    answer = commit_outcome(payload, shop.outcomes())
    bus = Bus()
    announce_outcomes(stream_batch(shop.stored()), bus, BUS, NO_LETTERS)
    (entry,) = bus.entries
    assert answer["event"] == json.loads(entry["Detail"])
    assert entry["Source"] == json.loads(entry["Detail"])["source"] == "returns"


def test_the_sources_of_bus_and_buyer_stay_equal_when_a_repeat_names_none(shop: Shop) -> None:
    shop.orders().create(order(), "fingerprint")
    payload = {"order": order().to_payload(), "transition": "finalize"}
    first = commit_outcome({**payload, "eventSource": "returns"}, shop.outcomes())
    assert commit_outcome(payload, shop.outcomes()) == first


def test_an_order_that_ended_before_rows_had_a_source_is_answered_with_the_calls(
    shop: Shop,
) -> None:
    shop.orders().create(order(), "fingerprint")
    payload = {"order": order().to_payload(), "transition": "finalize", "eventSource": "returns"}
    commit_outcome(payload, shop.outcomes())
    shop.correct("ord-1", "eventSource")
    event = commit_outcome(payload, shop.outcomes())["event"]
    assert event is not None
    assert event["source"] == "returns"


@pytest.mark.parametrize("kind", ["refused", "broken"])
def test_the_first_order_that_was_not_announced_is_where_lambda_resumes(kind: str) -> None:
    some = ("ord-2",)
    bus = Bus(refused=some) if kind == "refused" else Bus(broken=some)
    answer = announce_outcomes(batch("ord-1", "ord-2", "ord-3"), bus, BUS, NO_LETTERS)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "101"}]}
    assert [json.loads(entry["Detail"])["subject"] for entry in bus.entries] == ["ord-1"]


@pytest.mark.parametrize(
    "code", ["InvalidArgument", "MalformedDetail", "NotAuthorizedForSourceException"]
)
def test_an_outcome_that_the_bus_will_never_take_is_parked(code: str) -> None:
    bus, letters = Bus(refused=("ord-2",), code=code), DeadLetters()
    answer = announce_outcomes(batch("ord-1", "ord-2", "ord-3"), bus, BUS, letters.parked())
    assert answer == {"batchItemFailures": []}
    assert [message["reason"] for message in letters.messages] == ["EventBusError"]
    assert [json.loads(entry["Detail"])["subject"] for entry in bus.entries] == ["ord-1", "ord-3"]


def test_the_handler_announces_on_the_configured_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = Bus()
    monkeypatch.setenv("EVENT_BUS_ARN", BUS)
    monkeypatch.setenv("DEAD_LETTER_QUEUE_URL", "https://queue")
    monkeypatch.setattr(aws_clients, "client", lambda service: {"events": bus}.get(service))
    announce_outcome.handler(batch("ord-1", status="REFUNDED"), CONTEXT)
    assert bus.entries[0]["DetailType"] == "order.refunded"
