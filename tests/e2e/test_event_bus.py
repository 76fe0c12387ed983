"""Any service notifies a user by an event on the stage's bus; what cannot be pushed is kept."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage
from tests.support.producer import an_event, push

pytestmark = pytest.mark.xdist_group("stage")


@pytest.fixture
def graces_page(grace: Buyer) -> Iterator[OpenPage]:
    page = grace.open_page()
    yield page
    page.close()


def put_on_bus(stage: LocalStage, detail: Any) -> None:
    entry = {
        "EventBusName": stage.outputs["event_bus_arn"],
        "Source": "returns",
        "DetailType": "realtime.push",
        "Detail": json.dumps(detail),
    }
    assert stage.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_an_event_on_the_bus_reaches_the_users_open_page(
    stage: LocalStage, grace: Buyer, graces_page: OpenPage
) -> None:
    event = an_event(subject=secrets.token_hex(4))

    put_on_bus(stage, {"userId": grace.user_id, "event": event})

    frame = graces_page.wait_for("return.received", event["subject"]).frame
    added = {"specversion": "1.0", "sequence": frame["sequence"], "epoch": frame["epoch"]}
    assert frame == {**event, **added}


def test_a_bad_event_on_the_bus_keeps_no_good_one_from_arriving(
    stage: LocalStage, grace: Buyer, graces_page: OpenPage
) -> None:
    good = an_event(subject=secrets.token_hex(4))

    put_on_bus(stage, {"userId": grace.user_id, "event": {"id": "no type"}})
    put_on_bus(stage, {"userId": grace.user_id, "event": good})

    graces_page.wait_for("return.received", good["subject"])


def test_the_same_id_pushed_directly_and_by_the_bus_is_one_event(
    stage: LocalStage, grace: Buyer, graces_page: OpenPage
) -> None:
    event, last = an_event(subject="both"), an_event(subject=secrets.token_hex(4))
    request = {"userId": grace.user_id, "event": event}

    first = push(stage, request)
    put_on_bus(stage, request)
    time.sleep(1)
    after = push(stage, {"userId": grace.user_id, "event": last})

    assert int(after["sequence"]) == int(first["sequence"]) + 1


def test_an_event_that_is_too_large_is_refused_with_a_reason_and_takes_no_number(
    stage: LocalStage, grace: Buyer
) -> None:
    before = push(stage, {"userId": grace.user_id, "event": an_event()})

    refused = push(stage, {"userId": grace.user_id, "event": an_event(data="x" * 131_072)})
    after = push(stage, {"userId": grace.user_id, "event": an_event()})

    assert refused["errorType"] == "InvalidEventError"
    assert "must have at most 131072 bytes" in refused["errorMessage"]
    assert int(after["sequence"]) == int(before["sequence"]) + 1


def test_disconnect_closes_every_page_of_the_user_and_of_nobody_else(
    stage: LocalStage, grace: Buyer
) -> None:
    ada = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()
    adas_page, pages = ada.open_page(), [grace.open_page() for _ in range(2)]

    answer = push(stage, {"operation": "disconnect", "userId": grace.user_id})

    assert answer["closed"] >= 2
    for page in pages:
        page.wait_until_closed()
        with pytest.raises(ConnectionClosed):
            page.send({"action": "ping"})
    adas_page.send({"action": "ping"})
    adas_page.wait_for("realtime.pong")
    adas_page.close()
