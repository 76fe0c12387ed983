"""Push: the event is stored first, then posted to every tab, and each result is counted."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import pytest

from contract.limits import LONGEST_CALL_SECONDS
from functions.common.aws_clients import PATIENCE
from functions.realtime import push_event
from functions.realtime.protocol.cloudevents import InvalidEventError
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest, parse
from functions.realtime.push import management_api, store_then_deliver
from functions.realtime.push.delivery_and_cleanup import DeliveryError
from functions.realtime.stores.connections import HANDSHAKE_SECONDS
from functions.realtime.stores.replay_log import EventConflictError
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import Realtime, an_event
from tests.support.strict_management_api import FOREVER, StrictManagementApi


def test_every_tab_of_the_user_gets_the_event_and_nobody_else_does(realtime: Realtime) -> None:
    realtime.connect("ada", "a1", "a2")
    realtime.connect("grace", "g1")
    api = StrictManagementApi("a1", "a2", "g1")

    result = realtime.push(api, "ada", an_event())

    assert result == {"sequence": "0" * 19 + "1", "stored": True, "delivered": 2, "gone": 0,
                      "throttled": 0}  # fmt: skip
    assert api.received["g1"] == []
    assert api.received["a1"] == api.received["a2"]
    assert json.loads(api.received["a1"][0]) == {
        "specversion": "1.0", "sequence": "0" * 19 + "1", **an_event(),
        "epoch": realtime.log.epoch(),
    }  # fmt: skip


def test_a_410_deletes_exactly_that_connections_row(realtime: Realtime) -> None:
    realtime.connect("ada", "closed", "open")
    realtime.connect("grace", "closed")
    api = StrictManagementApi("open")

    result = realtime.push(api, "ada", an_event())

    assert (result["delivered"], result["gone"]) == (1, 1)
    assert realtime.connection_ids("ada") == ["open"]
    assert realtime.connection_ids("grace") == ["closed"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_throttled_post_is_tried_again(realtime: Realtime, status: int) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    api.fail("a1", status, status)

    assert realtime.push(api, "ada", an_event())["delivered"] == 1
    assert len(realtime.pauses) == 2
    assert realtime.pauses[1] > realtime.pauses[0] * 0.99


@pytest.mark.parametrize("status", [429, 500])
def test_a_connection_that_stays_throttled_is_counted_and_closed(
    realtime: Realtime, status: int
) -> None:
    realtime.connect("ada", "slow", "fast")
    api = StrictManagementApi("slow", "fast")
    api.fail("slow", *[status] * 4)

    result = realtime.push(api, "ada", an_event())

    assert (result["delivered"], result["throttled"]) == (1, 1)
    assert api.attempts["slow"] == 4
    assert api.closed == ["slow"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_throttled_connection_that_cannot_be_closed_keeps_its_row(
    realtime: Realtime, status: int
) -> None:
    realtime.connect("ada", "stuck")
    api = StrictManagementApi("stuck")
    api.fail("stuck", *[status] * FOREVER)

    assert realtime.push(api, "ada", an_event())["throttled"] == 1
    assert realtime.connection_ids("ada") == ["stuck"]


@pytest.mark.parametrize("status", [400, 403, 413])
def test_any_other_error_is_raised_after_all_posts_are_made(
    realtime: Realtime, status: int
) -> None:
    realtime.connect("ada", "bad", "good")
    api = StrictManagementApi("bad", "good")
    api.fail("bad", status)

    with pytest.raises(DeliveryError, match="1 posts failed") as failed:
        realtime.push(api, "ada", an_event())

    assert failed.value.counts == {"delivered": 1, "gone": 0, "throttled": 0}

    assert len(api.received["good"]) == 1
    assert realtime.connection_ids("ada") == ["bad", "good"]
    assert realtime.sequences() == [1]


def test_connections_do_not_wait_for_each_other(realtime: Realtime) -> None:
    """Each post returns only once all posts have begun. Made one by one, they would never end."""
    names = [f"tab-{n}" for n in range(20)]
    realtime.connect("ada", *names)
    api = StrictManagementApi(*names)
    everybody = threading.Barrier(len(names), timeout=30)

    def wait_for_everybody(_: str) -> None:
        everybody.wait()

    api.before_post = wait_for_everybody

    assert realtime.push(api, "ada", an_event())["delivered"] == 20


def test_one_call_takes_at_most_the_stated_time(realtime: Realtime) -> None:
    realtime.connect("ada", "slow")
    api = StrictManagementApi("slow")
    api.fail("slow", *[500] * management_api.RETRIES.attempts)

    realtime.push(api, "ada", an_event())

    patience = PATIENCE["apigatewaymanagementapi"]
    assert patience.attempts == 1
    time_outs = management_api.RETRIES.attempts * (patience.connect_seconds + patience.read_seconds)
    assert sum(realtime.pauses) + time_outs <= LONGEST_CALL_SECONDS


def test_a_repeated_id_stores_nothing_and_posts_the_stored_frame(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")

    first = realtime.push(api, "ada", an_event())
    second = realtime.push(api, "ada", an_event(time="2026-11-25T10:00:00Z"))

    assert second == first
    assert realtime.sequences() == [1]
    assert api.received["a1"][0] == api.received["a1"][1]


def test_a_repeat_posts_an_event_whose_first_push_died_after_storing(
    realtime: Realtime,
) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    realtime.log.append("ada", an_event(), realtime.window_seconds)

    assert realtime.push(api, "ada", an_event())["delivered"] == 1


def test_a_repeat_after_the_window_posts_nothing(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    realtime.push(api, "ada", an_event("old"))
    realtime.push(api, "ada", an_event("new"))
    realtime.client.delete_item(
        TableName="events",
        Key={"userId": {"S": "ada"}, "itemKey": {"S": "event#" + "0" * 19 + "1"}},
    )

    assert realtime.push(api, "ada", an_event("old"))["delivered"] == 0
    assert len(api.received["a1"]) == 2


def test_expired_rows_are_not_posted_to(realtime: Realtime) -> None:
    realtime.connect("ada", "a1", token_seconds=9999)
    realtime.time += 7200

    assert realtime.push(StrictManagementApi("a1"), "ada", an_event())["delivered"] == 0


def test_a_connection_whose_token_has_expired_receives_nothing_and_is_closed(
    realtime: Realtime,
) -> None:
    realtime.connect("ada", "expired", token_seconds=60)
    realtime.connect("ada", "fresh", token_seconds=600)
    api = StrictManagementApi("expired", "fresh")
    realtime.time += 60

    result = realtime.push(api, "ada", an_event())

    assert result["delivered"] == 1
    assert "expired" not in api.attempts
    assert api.closed == ["expired"]
    assert realtime.connection_ids("ada") == ["fresh"]


def test_disconnect_closes_all_connections_of_this_user_only(realtime: Realtime) -> None:
    realtime.connect("ada", "a1", "a2", "gone")
    realtime.connect("grace", "g1")
    api = StrictManagementApi("a1", "a2", "g1")

    assert realtime.disconnect(api, "ada") == {"closed": 3, "left_open": 0}
    assert sorted(api.closed) == ["a1", "a2"]
    assert realtime.connection_ids("ada") == []
    assert realtime.connection_ids("grace") == ["g1"]


@pytest.mark.parametrize("status", [429, 403])
def test_a_disconnect_that_fails_leaves_the_row_so_that_a_repeat_closes_it(
    realtime: Realtime, status: int
) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    api.fail("a1", *[status] * (4 if status == 429 else 1))

    assert realtime.disconnect(api, "ada") == {"closed": 0, "left_open": 1}
    assert realtime.disconnect(api, "ada") == {"closed": 1, "left_open": 0}


def test_a_410_for_a_connection_that_is_still_opening_keeps_its_row(
    realtime: Realtime,
) -> None:
    """API Gateway answers 410 for a connection until its ``$connect`` route has answered."""
    realtime.connect("ada", "opening", seconds_ago=HANDSHAKE_SECONDS - 1)
    api = StrictManagementApi()
    assert realtime.push(api, "ada", an_event("1"))["gone"] == 1
    assert realtime.disconnect(api, "ada") == {"closed": 0, "left_open": 1}

    api.connect("opening")

    assert realtime.push(api, "ada", an_event("2"))["delivered"] == 1


def test_of_an_event_bus_event_the_detail_is_pushed() -> None:
    detail = {"userId": "ada", "event": an_event()}

    assert parse({"detail-type": "realtime.push", "detail": detail}) == PushRequest(
        "ada", an_event()
    )
    ban = {"detail-type": "realtime.push", "detail": {"operation": "disconnect", "userId": "ada"}}
    assert parse(ban) == DisconnectRequest("ada")


BAD_INPUTS: list[tuple[Any, str]] = [
    ("ada", "the input must be an object, got str"),
    ({"detail-type": "realtime.push", "detail": None}, "the input must be an object"),
    ({"event": an_event()}, "userId must be a text of 1 to 256 printable"),
    ({"userId": "", "event": an_event()}, "userId must be a text of 1 to 256 printable"),
    ({"userId": "x" * 257, "event": an_event()}, "userId must be a text of 1 to 256 printable"),
    ({"userId": "ada", "operation": "ban"}, "operation must be 'push' or 'disconnect', got 'ban'"),
    ({"operation": "disconnect"}, "userId must be a text of 1 to 256 printable"),
    ({"userId": "ada"}, "event must be an object"),
    ({"userId": "ada", "event": an_event(id="")}, "event.id must be a text"),
    ({"userId": "ada", "event": an_event(id=None)}, "event.id must be a text"),
    ({"userId": "ada", "event": an_event(id="x" * 257)}, "at most 256 characters, got 257"),
    ({"userId": "ada", "event": an_event(type=None)}, "event.type must be a text"),
    ({"userId": "ada", "event": an_event(source=7)}, "event.source must be a text"),
    ({"userId": "ada", "event": an_event(data={1, 2})}, "event.data must be a JSON value"),
    ({"userId": "ada", "event": an_event(data=float("nan"))}, "event.data must be a JSON value"),
    ({"userId": "ada", "event": an_event(data="\ud800")}, "event.data must be a JSON value"),
    ({"userId": "ada", "event": an_event(data="x" * 131_072)}, "at most 131072 bytes"),
    ({"userId": "ada", "event": an_event(data="\N{SNAKE}" * 33_000)}, "at most 131072 bytes"),
    ({"userId": "ada", "event": an_event(type="realtime.news")}, "must not start with 'realtime.'"),
    ({"userId": "\ud800", "event": an_event()}, "userId must be a text of 1 to 256 printable"),
]


@pytest.mark.parametrize(("payload", "says"), BAD_INPUTS)
def test_a_bad_input_is_refused_before_anything_is_stored_or_sent(
    realtime: Realtime, monkeypatch: pytest.MonkeyPatch, payload: Any, says: str
) -> None:
    api = StrictManagementApi("a1")
    realtime.connect("ada", "a1")
    monkeypatch.setattr(store_then_deliver, "configured_pusher", lambda: realtime.pusher(api))

    with pytest.raises(InvalidEventError, match=says):
        push_event.handler(payload, CONTEXT)

    assert realtime.client.scan(TableName="events")["Items"] == []
    assert api.received["a1"] == []


def test_a_caller_is_told_of_a_conflict_and_nobody_is_sent_anything(
    realtime: Realtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = StrictManagementApi("a1")
    realtime.push(api, "ada", an_event())
    realtime.connect("ada", "a1")
    monkeypatch.setattr(store_then_deliver, "configured_pusher", lambda: realtime.pusher(api))

    with pytest.raises(EventConflictError, match="repeat the stored event unchanged"):
        push_event.handler({"userId": "ada", "event": an_event(data="other")}, CONTEXT)

    assert (api.received["a1"], realtime.sequences()) == ([], [1])


def test_an_event_of_the_largest_size_is_pushed(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    empty = realtime.push(api, "ada", an_event("0", data=""))
    room = 128 * 1024 - len(api.received["a1"][0])

    assert realtime.push(api, "ada", an_event("1", data="x" * room))["delivered"] == 1
    with pytest.raises(InvalidEventError, match="got 131073"):
        realtime.push(api, "ada", an_event("2", data="x" * (room + 1)))
    assert empty["sequence"].endswith("1")


def test_data_is_either_refused_for_its_depth_or_can_be_repeated(realtime: Realtime) -> None:
    """The log reads a stored frame again, further down the stack than where it was checked."""

    def nested(depth: int) -> Any:
        data: Any = []
        for _ in range(depth):
            data = [data]
        return {"userId": "ada", "event": an_event("deep", data=data)}

    def refused(depth: int) -> bool:
        try:
            parse(nested(depth))
        except InvalidEventError:
            return True
        return False

    deepest = next(depth for depth in range(sys.getrecursionlimit(), 0, -1) if not refused(depth))
    push = realtime.pusher(StrictManagementApi()).handle

    assert deepest > 500
    for _ in range(2):
        assert push(parse(nested(deepest)))["sequence"].endswith("1")  # type: ignore[typeddict-item]
    realtime.push(StrictManagementApi(), "ada", an_event("next"))
    assert realtime.sequences() == [1, 2]
