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


def test_what_can_never_be_pushed_is_a_dead_letter_within_seconds(
    stage: LocalStage, grace: Buyer, graces_page: OpenPage
) -> None:
    event = an_event(subject=secrets.token_hex(4))
    put_on_bus(stage, {"userId": grace.user_id, "event": event})
    graces_page.wait_for("return.received", event["subject"])

    put_on_bus(stage, {"userId": grace.user_id, "event": {**event, "data": {"ok": False}}})

    reason, body = wait_for_dead_letter(stage, event["id"])
    assert reason.startswith("EventConflictError: ")
    assert body["detail"]["event"]["data"] == {"ok": False}


def wait_for_dead_letter(stage: LocalStage, event_id: str) -> tuple[str, Any]:
    """The reason and the body of the dead letter about that event, which is deleted."""
    queue = stage.outputs["push_dead_letter_queue_url"]
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = stage.client("sqs").receive_message(
            QueueUrl=queue,
            MessageAttributeNames=["reason"],
            WaitTimeSeconds=1,
            VisibilityTimeout=1,
        )
        for message in answer.get("Messages", []):
            if event_id in message["Body"]:
                handle = message["ReceiptHandle"]
                stage.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=handle)
                reason = message["MessageAttributes"]["reason"]["StringValue"]
                return reason, json.loads(message["Body"])
    raise TimeoutError(f"no dead letter about event {event_id}")


def test_a_fault_of_seconds_costs_seconds(
    stage: LocalStage, grace: Buyer, graces_page: OpenPage
) -> None:
    """The queue hides a failed message for 720 s, unless the function shortens that."""
    event = an_event(subject=secrets.token_hex(4))
    functions = stage.client("lambda")
    name, variables = next(
        (function["FunctionName"], function["Environment"]["Variables"])
        for function in functions.list_functions()["Functions"]
        if "PUSH_QUEUE_URL" in function.get("Environment", {}).get("Variables", {})
    )

    def configure(**changes: str) -> None:
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": variables | changes}
        )

    configure(EVENTS_TABLE="no-such-table")
    try:
        put_on_bus(stage, {"userId": grace.user_id, "event": event})
        wait_for_failure(stage, variables["PUSH_QUEUE_URL"])
    finally:
        configure()

    graces_page.wait_for("return.received", event["subject"], seconds=60)


def wait_for_failure(stage: LocalStage, queue_url: str) -> None:
    """Wait until a message of the queue is back after its first try, visible or paused briefly."""
    deadline = time.monotonic() + 30
    name = "ApproximateNumberOfMessagesNotVisible"
    while time.monotonic() < deadline:
        answer = stage.client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=[name])
        if answer["Attributes"][name] != "0":
            time.sleep(3)  # the function's start and its failure
            return
        time.sleep(0.1)
    raise TimeoutError("the message was not tried")


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
