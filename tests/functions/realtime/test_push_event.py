"""Push: stored first, posted to every tab, honest about what became of each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.realtime.cloudevents import InvalidEvent
from functions.realtime.delivery import DeliveryFailed
from functions.realtime.push_event import parse
from tests.functions.realtime.conftest import Realtime, an_event
from tests.functions.realtime.strict_management_api import StrictManagementApi


def connect(realtime: Realtime, user_id: str, *connection_ids: str) -> None:
    for connection_id in connection_ids:
        realtime.connections.open(user_id, connection_id, realtime.time + 100)


def test_every_tab_of_the_user_gets_the_event_and_nobody_else_does(realtime: Realtime) -> None:
    connect(realtime, "ada", "a1", "a2")
    connect(realtime, "grace", "g1")
    api = StrictManagementApi("a1", "a2", "g1")

    result = realtime.push(api, "ada", an_event())

    assert result == {"sequence": "0" * 19 + "1", "stored": True, "delivered": 2, "gone": 0,
                      "throttled": 0}  # fmt: skip
    assert api.received["g1"] == []
    assert api.received["a1"] == api.received["a2"]
    assert json.loads(api.received["a1"][0]) == {
        "specversion": "1.0", "sequence": "0" * 19 + "1", **an_event()
    }  # fmt: skip


def test_gone_deletes_exactly_that_row(realtime: Realtime) -> None:
    connect(realtime, "ada", "closed", "open")
    connect(realtime, "grace", "closed")
    api = StrictManagementApi("open")

    result = realtime.push(api, "ada", an_event())

    assert (result["delivered"], result["gone"]) == (1, 1)
    assert realtime.connections.of_user("ada") == ["open"]
    assert realtime.connections.of_user("grace") == ["closed"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_busy_connection_is_tried_again(realtime: Realtime, status: int) -> None:
    connect(realtime, "ada", "a1")
    api = StrictManagementApi("a1")
    api.fail("a1", status, status)

    assert realtime.push(api, "ada", an_event())["delivered"] == 1
    assert len(realtime.pauses) == 2
    assert realtime.pauses[1] > realtime.pauses[0] * 0.99


@pytest.mark.parametrize("status", [429, 500])
def test_a_connection_busy_to_the_end_is_counted_and_kept(realtime: Realtime, status: int) -> None:
    connect(realtime, "ada", "slow", "fast")
    api = StrictManagementApi("slow", "fast")
    api.fail("slow", *[status] * 9)

    result = realtime.push(api, "ada", an_event())

    assert (result["delivered"], result["throttled"]) == (1, 1)
    assert sorted(realtime.connections.of_user("ada")) == ["fast", "slow"]
    assert api.attempts["slow"] == 4


@pytest.mark.parametrize("status", [400, 403, 413])
def test_any_other_error_is_seen_after_all_others_were_reached(
    realtime: Realtime, status: int
) -> None:
    connect(realtime, "ada", "bad", "good")
    api = StrictManagementApi("bad", "good")
    api.fail("bad", status)

    with pytest.raises(DeliveryFailed, match="1 of 2 posts failed"):
        realtime.push(api, "ada", an_event())

    assert len(api.received["good"]) == 1
    assert sorted(realtime.connections.of_user("ada")) == ["bad", "good"]
    assert realtime.log.head("ada") == 1


def test_the_same_id_again_stores_and_posts_nothing(realtime: Realtime) -> None:
    connect(realtime, "ada", "a1")
    api = StrictManagementApi("a1")

    first, second = (realtime.push(api, "ada", an_event()) for _ in range(2))

    assert second == {**first, "delivered": 0}
    assert len(api.received["a1"]) == 1
    assert realtime.log.head("ada") == 1


def test_expired_rows_are_not_posted_to(realtime: Realtime) -> None:
    connect(realtime, "ada", "a1")
    realtime.time += 100

    assert realtime.push(StrictManagementApi("a1"), "ada", an_event())["delivered"] == 0


def test_an_event_bus_event_is_taken_by_its_detail() -> None:
    detail = {"userId": "ada", "event": an_event()}

    assert parse({"detail-type": "realtime.push", "detail": detail}) == ("ada", an_event())


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({"event": an_event()}, "userId must be a text"),
        ({"userId": "", "event": an_event()}, "userId must be a text"),
        ({"userId": "ada"}, "event must be an object"),
        ({"userId": "ada", "event": an_event(id="")}, "event.id must be a text"),
        ({"userId": "ada", "event": an_event(id="x" * 257)}, "256 characters at most, got 257"),
        ({"userId": "ada", "event": an_event(type=None)}, "event.type must be a text"),
        ({"userId": "ada", "event": an_event(source=7)}, "event.source must be a text"),
        ({"userId": "ada", "event": an_event(data={1, 2})}, "event.data must be a JSON value"),
        ({"userId": "ada", "event": an_event(data="x" * 131_072)}, "carries 131072 at most"),
    ],
)
def test_a_bad_input_is_refused_before_anything_is_stored(
    realtime: Realtime, payload: dict[str, Any], says: str
) -> None:
    api = StrictManagementApi("a1")
    connect(realtime, "ada", "a1")

    with pytest.raises(InvalidEvent, match=says):
        realtime.push(api, *parse(payload))

    assert realtime.log.head("ada") == 0
    assert realtime.push(api, "ada", an_event())["delivered"] == 1
