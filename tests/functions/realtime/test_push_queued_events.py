"""Pushes from the queue: users concurrently, each user's messages in order."""

from __future__ import annotations

import json
import threading
from typing import Any

from contract.limits import LONGEST_PUSH_SECONDS
from functions.common.lambda_types import BatchFailures
from functions.realtime import push_queued_events as consumer
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest
from tests.support.notifier_on_moto import Realtime, an_event
from tests.support.strict_management_api import StrictManagementApi


def message(message_id: str, body: Any) -> dict[str, Any]:
    return {"messageId": message_id, "body": body if isinstance(body, str) else json.dumps(body)}


def bus_event(user_id: str, event_id: str) -> dict[str, Any]:
    detail = {"userId": user_id, "event": an_event(event_id)}
    return {"detail-type": "realtime.push", "source": "returns", "detail": detail}


def failures(answer: BatchFailures) -> list[str]:
    return sorted(entry["itemIdentifier"] for entry in answer["batchItemFailures"])


def push_queued_events(batch: list[Any], handle: Any, *seconds_left: float) -> BatchFailures:
    """With time enough, or with ``seconds_left`` before each message in turn."""
    looks = iter(seconds_left)
    return consumer.push_queued_events(batch, handle, lambda: next(looks, 120))


def test_a_message_without_time_left_is_not_begun_and_is_delivered_again(
    realtime: Realtime,
) -> None:
    push = realtime.pusher(StrictManagementApi()).handle
    batch = [message(str(n), bus_event("ada", f"e{n}")) for n in range(3)]

    answer = push_queued_events(batch, push, 120, LONGEST_PUSH_SECONDS, LONGEST_PUSH_SECONDS - 1)

    assert failures(answer) == ["2"]
    assert realtime.sequences() == [1, 2]


def test_a_batch_is_pushed_and_a_users_events_keep_their_order(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    batch = [message(str(n), bus_event("ada", f"e{n}")) for n in range(5)]

    answer = push_queued_events(batch, realtime.pusher(api).handle)

    assert answer == {"batchItemFailures": []}
    assert [json.loads(text)["id"] for text in api.received["a1"]] == [f"e{n}" for n in range(5)]


def test_only_bad_messages_are_delivered_again(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    nobody = {"detail-type": "realtime.push", "detail": {"event": an_event()}}
    batch = [
        message("no-json", "{"),
        message("no-user", nobody),
        message("no-object", "[]"),
        message("good", bus_event("ada", "e1")),
    ]

    answer = push_queued_events(batch, realtime.pusher(api).handle)

    assert failures(answer) == ["no-json", "no-object", "no-user"]
    assert len(api.received["a1"]) == 1


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

    assert failures(push_queued_events(ban, realtime.pusher(api).handle)) == ["ban"]
    assert failures(push_queued_events(ban, realtime.pusher(api).handle)) == []
    assert api.closed == ["a1"]


def test_a_message_that_is_nested_too_deep_is_refused_alone(realtime: Realtime) -> None:
    deep = message("deep", "[" * 100_000)
    good = message("good", bus_event("ada", "e1"))

    answer = push_queued_events([deep, good], realtime.pusher(StrictManagementApi()).handle)

    assert failures(answer) == ["deep"]
    assert realtime.sequences() == [1]


def test_users_do_not_wait_for_each_other() -> None:
    everybody = threading.Barrier(8, timeout=30)
    batch = [message(str(n), bus_event(f"user-{n}", "e")) for n in range(8)]

    assert failures(push_queued_events(batch, lambda _: {"waited": everybody.wait()})) == []
