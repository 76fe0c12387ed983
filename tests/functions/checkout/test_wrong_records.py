"""A record that is wrong in itself does not hold the records behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from components.checkout_saga.order_stream import MAX_RECORD_AGE_SECONDS
from functions.checkout.announce_outcome import announce_outcomes
from functions.checkout.start_saga import start_sagas
from functions.checkout.stores.saga_executions import Executions
from tests.support.checkout_shop import order, stream_batch
from tests.support.dead_letters import DeadLetters
from tests.support.fake_step_functions import StepFunctions
from tests.support.stream_poller import StreamPoller

Image = dict[str, Any]
IDS = [f"ord-{number}" for number in range(25)]
WRONG = IDS[12]


class World:
    """Both consumers of one shard, with what they reach."""

    def __init__(self, failures: int = 0, parking_failures: int = 0) -> None:
        self.saga = StepFunctions(*["ThrottlingException"] * failures)
        self.announced: list[str] = []
        self.letters = DeadLetters(parking_failures)
        self._failures = failures

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        if self._failures:
            self._failures -= 1
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutEvents")
        self.announced.append(Entries[0]["Detail"].split('"subject":"')[1].split('"')[0])
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}

    def start(self, batch: dict[str, Any]) -> Any:
        return start_sagas(batch, Executions("arn:machine", self.saga), self.letters.parked())

    def announce(self, batch: dict[str, Any]) -> Any:
        return announce_outcomes(batch, self, "arn:bus", self.letters.parked())

    def poll(self, handle: Callable[[dict[str, Any]], Any], change: Any = None) -> StreamPoller:
        rows = [
            {**order(one).to_payload(), "status": "FINALIZED", "committedAt": "2030-01-02T03:04Z"}
            for one in IDS
        ]
        records = stream_batch(*rows)["Records"]
        if change:
            change(records[IDS.index(WRONG)]["dynamodb"]["NewImage"])
        poller = StreamPoller(handle, MAX_RECORD_AGE_SECONDS)
        poller.run(records)
        return poller


def without(name: str) -> Callable[[Image], object]:
    return lambda image: image.pop(name)


def with_(name: str, value: Image) -> Callable[[Image], object]:
    return lambda image: image.update({name: value})


OTHERS = [one for one in IDS if one != WRONG]
BOTH = [
    without("orderId"),
    without("userId"),
    with_("status", {"NOPE": "x"}),
]
TO_START = [*BOTH, without("lines"), with_("amountMinor", {"N": "1"}), with_("lines", {"S": "x"})]
TO_ANNOUNCE = [without("orderId"), *BOTH[2:], without("committedAt"), with_("status", {"N": "1"})]


@pytest.mark.parametrize("change", TO_START)
def test_an_order_that_cannot_be_read_is_parked_at_once_and_the_others_start(change: Any) -> None:
    world = World()
    poller = world.poll(world.start, change)
    assert list(world.saga.inputs) == OTHERS
    assert (poller.now, poller.discarded) == (0, [])
    (message,) = world.letters.messages
    assert message["keys"] == {"orderId": {"S": WRONG}}


@pytest.mark.parametrize("change", TO_ANNOUNCE)
def test_an_end_that_cannot_be_read_is_parked_at_once_and_the_others_follow(change: Any) -> None:
    world = World()
    poller = world.poll(world.announce, change)
    assert world.announced == OTHERS
    assert (poller.now, poller.discarded) == (0, [])
    assert len(world.letters.messages) == 1


def test_a_parked_record_tells_what_it_was_and_why_without_the_payment_token() -> None:
    world = World()
    world.poll(world.announce, without("committedAt"))
    (message,) = world.letters.messages
    image = message.pop("image")
    assert message == {
        "kind": "parked-record",
        "reason": "KeyError: 'committedAt'",
        "eventName": "MODIFY",
        "sequenceNumber": "112",
        "keys": {"orderId": {"S": WRONG}},
        "omitted": ["paymentToken"],
    }
    assert image["amountMinor"] == {"N": "3448"}
    assert "tok_ok" not in str(world.letters.messages)


def test_a_row_that_is_longer_than_a_message_is_parked_without_its_largest_attributes() -> None:
    def enlarge(image: Image) -> None:
        del image["committedAt"]
        image["note"] = {"S": "\u00e4" * 150_000}

    world = World()
    world.poll(world.announce, enlarge)
    (message,) = world.letters.messages
    assert message["omitted"] == ["note", "paymentToken"]
    assert message["image"]["orderId"] == {"S": WRONG}


@pytest.mark.parametrize("failures", [1, 40])
def test_a_fault_that_passes_is_waited_for_and_nothing_is_parked(failures: int) -> None:
    for consumer in ("start", "announce"):
        world = World(failures)
        poller = world.poll(getattr(world, consumer))
        assert (list(world.saga.inputs) or world.announced) == IDS
        assert (world.letters.messages, poller.discarded) == ([], [])


def test_a_record_that_cannot_be_parked_comes_again_until_it_can() -> None:
    world = World(parking_failures=3)
    poller = world.poll(world.start, without("lines"))
    assert list(world.saga.inputs) == OTHERS
    assert len(world.letters.messages) == 1
    assert poller.discarded == []


def test_an_outage_of_a_day_ends_in_the_queue_and_not_in_silence() -> None:
    world = World(failures=100_000)
    poller = world.poll(world.announce)
    assert poller.discarded == [str(100 + number) for number in range(25)]
