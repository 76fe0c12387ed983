"""Pushes from the queue: users concurrently, each user's messages in order."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError

from components.realtime_notifier.push_queue import MAX_RECEIVES
from contract.limits import LONGEST_PUSH_SECONDS
from functions.common.lambda_types import BatchFailures
from functions.realtime import push_queued_events as consumer
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest
from functions.realtime.push.redelivery import Redelivery
from functions.realtime.stores.contention import ReplayLogContendedError
from tests.support.notifier_on_moto import Realtime, an_event
from tests.support.strict_management_api import StrictManagementApi


class RecordedSqs:
    """Records what is asked of SQS: pauses by receipt, dead letters as (body, reason)."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.pauses: dict[str, int] = {}
        self.dead: list[tuple[str, str]] = []
        self._refuses = refuses

    def change_message_visibility(
        self, *, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int
    ) -> None:
        assert QueueUrl == "queue"
        self._maybe_refuse()
        self.pauses[ReceiptHandle] = VisibilityTimeout

    def send_message(self, *, QueueUrl: str, MessageBody: str, MessageAttributes: Any) -> None:
        assert QueueUrl == "dead"
        self._maybe_refuse()
        self.dead.append((MessageBody, MessageAttributes["reason"]["StringValue"]))

    def _maybe_refuse(self) -> None:
        if self._refuses:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "SendMessage")


def message(message_id: str, body: Any, receives: int = 1) -> dict[str, Any]:
    return {
        "messageId": message_id,
        "receiptHandle": f"receipt-{message_id}",
        "attributes": {"ApproximateReceiveCount": str(receives)},
        "body": body if isinstance(body, str) else json.dumps(body),
    }


def bus_event(user_id: str, event_id: str) -> dict[str, Any]:
    detail = {"userId": user_id, "event": an_event(event_id)}
    return {"detail-type": "realtime.push", "source": "returns", "detail": detail}


def failures(answer: BatchFailures) -> list[str]:
    return sorted(entry["itemIdentifier"] for entry in answer["batchItemFailures"])


def push_queued_events(
    batch: list[Any], handle: Any, *seconds_left: float, sqs: RecordedSqs | None = None
) -> BatchFailures:
    """With time enough, or with ``seconds_left`` before each message in turn."""
    looks = iter(seconds_left)
    again = Redelivery("queue", "dead", client=sqs or RecordedSqs())
    return consumer.push_queued_events(batch, handle, lambda: next(looks, 120), again)


def fail(_: object) -> Any:
    raise ReplayLogContendedError


def test_a_message_without_time_left_is_not_begun_and_is_delivered_again(
    realtime: Realtime,
) -> None:
    push = realtime.pusher(StrictManagementApi()).handle
    batch = [message(str(n), bus_event("ada", f"e{n}")) for n in range(3)]

    sqs, enough = RecordedSqs(), LONGEST_PUSH_SECONDS

    answer = push_queued_events(batch, push, 120, enough, enough - 1, sqs=sqs)

    assert failures(answer) == ["2"]
    assert sqs.pauses == {"receipt-2": 0}
    assert realtime.sequences() == [1, 2]


def test_a_batch_is_pushed_and_a_users_events_keep_their_order(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    batch = [message(str(n), bus_event("ada", f"e{n}")) for n in range(5)]

    answer = push_queued_events(batch, realtime.pusher(api).handle)

    assert answer == {"batchItemFailures": []}
    assert [json.loads(text)["id"] for text in api.received["a1"]] == [f"e{n}" for n in range(5)]


def test_what_can_never_be_pushed_goes_to_the_dead_letters_at_once(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    nobody = {"detail-type": "realtime.push", "detail": {"event": an_event()}}
    batch = [
        message("no-json", "{"),
        message("no-user", nobody),
        message("no-object", "[]"),
        message("good", bus_event("ada", "e1")),
    ]

    sqs = RecordedSqs()

    answer = push_queued_events(batch, realtime.pusher(api).handle, sqs=sqs)

    assert (failures(answer), sqs.pauses) == ([], {})
    assert [body for body, _ in sqs.dead] == [record["body"] for record in batch[:3]]
    assert [reason.partition(":")[0] for _, reason in sqs.dead] == [
        "JSONDecodeError", "InvalidEventError", "InvalidEventError"
    ]  # fmt: skip
    assert len(api.received["a1"]) == 1


def test_an_event_with_other_content_goes_to_the_dead_letters(realtime: Realtime) -> None:
    push, sqs = realtime.pusher(StrictManagementApi()).handle, RecordedSqs()
    other = bus_event("ada", "e1")
    other["detail"]["event"]["data"] = "other"
    batch = [
        message("1", bus_event("ada", "e1")), message("2", other),
        message("3", bus_event("ada", "e3")),
    ]  # fmt: skip

    answer = push_queued_events(batch, push, sqs=sqs)

    assert (failures(answer), sqs.pauses) == ([], {})
    ((body, reason),) = sqs.dead
    assert body == batch[1]["body"]
    assert reason.startswith("EventConflictError: event 'e1' of source 'checkout' is stored")
    assert realtime.sequences() == [1, 2]


def test_a_dead_letter_that_cannot_be_sent_stays_in_the_queue() -> None:
    answer = push_queued_events([message("bad", "{")], fail, sqs=RecordedSqs(refuses=True))

    assert failures(answer) == ["bad"]


@pytest.mark.parametrize("reason", ["\x00\ud800\N{SNAKE}\n", "x" * 300_000])
def test_a_reason_is_a_text_that_sqs_takes(reason: str) -> None:
    sqs = RecordedSqs()

    assert Redelivery("queue", "dead", client=sqs).never(message("1", "{}"), ValueError(reason))
    said = sqs.dead[0][1]
    assert said.startswith("ValueError: ")
    assert said.isascii()
    assert said.isprintable()
    assert len(said) <= 1000


def test_the_pause_after_a_failure_grows_to_two_minutes() -> None:
    pauses: list[int] = []
    for receives in range(1, MAX_RECEIVES + 1):
        sqs = RecordedSqs()
        batch = [message("1", bus_event("ada", "e1"), receives)]
        assert failures(push_queued_events(batch, fail, sqs=sqs)) == ["1"]
        pauses += sqs.pauses.values()

    assert pauses == [2, 4, 8, 16, 32, 64, *[120] * 14]
    assert sum(pauses[:-1]) // 60 == 28  # as push_queue.MAX_RECEIVES says


def test_a_pause_that_cannot_be_set_costs_the_visibility_time_out_and_no_more() -> None:
    batch = [message("1", bus_event("ada", "e1"))]

    assert failures(push_queued_events(batch, fail, sqs=RecordedSqs(refuses=True))) == ["1"]


def test_a_message_that_is_delivered_twice_is_stored_once(realtime: Realtime) -> None:
    push = realtime.pusher(StrictManagementApi()).handle

    for _ in range(2):
        push_queued_events([message("1", bus_event("ada", "e1"))], push)

    assert realtime.sequences() == [1]


def test_a_push_that_fails_does_not_stop_the_others() -> None:
    handled = []

    def handle(request: PushRequest | DisconnectRequest) -> dict[str, int]:
        if isinstance(request, PushRequest):
            handled.append(request.event["id"])
            if request.event["id"] == "bad":
                raise RuntimeError
        return {}

    batch = [message(name, bus_event("ada", name)) for name in ("first", "bad", "last")]

    assert failures(push_queued_events(batch, handle)) == ["bad"]
    assert handled == ["first", "bad", "last"]


def test_a_disconnect_that_left_a_connection_open_is_delivered_again(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    api.fail("a1", 403)
    detail = {"operation": "disconnect", "userId": "ada"}
    ban = [message("ban", {"detail-type": "realtime.push", "detail": detail})]

    sqs = RecordedSqs()

    assert failures(push_queued_events(ban, realtime.pusher(api).handle, sqs=sqs)) == ["ban"]
    assert sqs.pauses == {"receipt-ban": 2}
    assert failures(push_queued_events(ban, realtime.pusher(api).handle)) == []
    assert api.closed == ["a1"]


def test_a_message_that_is_nested_too_deep_is_refused_alone(realtime: Realtime) -> None:
    deep = message("deep", "[" * 100_000)
    good = message("good", bus_event("ada", "e1"))

    sqs = RecordedSqs()

    push_queued_events([deep, good], realtime.pusher(StrictManagementApi()).handle, sqs=sqs)

    assert [body for body, _ in sqs.dead] == [deep["body"]]
    assert realtime.sequences() == [1]


def test_users_do_not_wait_for_each_other() -> None:
    everybody = threading.Barrier(8, timeout=30)
    batch = [message(str(n), bus_event(f"user-{n}", "e")) for n in range(8)]

    assert failures(push_queued_events(batch, lambda _: {"waited": everybody.wait()})) == []
