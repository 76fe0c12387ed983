"""Resume: the missed events in order, then how far they go."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.push.replay import PAGE_SECONDS
from tests.support.notifier_on_moto import Realtime, an_event
from tests.support.strict_management_api import StrictManagementApi

CONNECTED_AT = 1_799_999_000_000
"""Of the connection a1, 1,000 s before the tests' clock starts."""


def event_of(body: object, user_id: str = "ada", **context: Any) -> dict[str, Any]:
    return {
        "requestContext": {
            "connectionId": "a1", "connectedAt": CONNECTED_AT, "eventType": "MESSAGE",
            "authorizer": {"userId": user_id, **context},
        },
        "body": body,
    }  # fmt: skip


def resume_event(frame: Any, user_id: str = "ada", **context: Any) -> dict[str, Any]:
    return event_of(json.dumps({"action": "resume", **frame}), user_id, **context)


def resume(
    realtime: Realtime, api: StrictManagementApi, frame: Any, **more: Any
) -> list[dict[str, Any]]:
    """Every frame that a1 has got, without the epochs, which are checked here."""
    realtime.resume(api, **more).answer(resume_event(frame))
    frames = [json.loads(text) for text in api.received.get("a1", [])]
    for each in frames:
        if each["type"] != "realtime.error":
            assert each.pop("epoch") == realtime.log.epoch()
    return frames


def append(realtime: Realtime, *ids: str, user: str = "ada") -> None:
    for event_id in ids:
        realtime.log.append(user, an_event(event_id), realtime.window_seconds)


def resumed(after: int | None, through: int, **more: Any) -> dict[str, Any]:
    asked = None if after is None else sequence_text(after)
    answer = {"type": "realtime.resumed", "after": asked, "through": sequence_text(through)}
    return {**answer, "complete": True, **more}


def test_only_the_events_after_the_sequence_are_sent_in_order(realtime: Realtime) -> None:
    append(realtime, "e1", "e2", "e3")
    append(realtime, "other", user="grace")

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(1)})

    assert [frame.get("id") for frame in frames[:-1]] == ["e2", "e3"]
    assert frames[-1] == resumed(1, 3)


@pytest.mark.parametrize(("count", "after"), [(1, 0), (1, 1), (2, 1), (2, 2)])
def test_nothing_is_missed_or_sent_twice_around_the_newest_event(
    realtime: Realtime, count: int, after: int
) -> None:
    append(realtime, *(f"e{n}" for n in range(1, count + 1)))

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(after)})

    assert [int(f["sequence"]) for f in frames[:-1]] == list(range(after + 1, count + 1))
    assert frames[-1] == resumed(after, count)


def test_without_a_sequence_the_whole_window_is_sent(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")

    frames = resume(realtime, StrictManagementApi("a1"), {})

    assert [frame.get("id") for frame in frames] == ["e1", "e2", None]
    assert frames[-1] == resumed(None, 2)


def test_without_a_sequence_events_that_left_the_window_are_not_missed(realtime: Realtime) -> None:
    append(realtime, "e1")
    realtime.time += realtime.window_seconds + 1
    append(realtime, "e2")

    assert resume(realtime, StrictManagementApi("a1"), {})[-1] == resumed(None, 2)


def test_a_first_visit_resumes_nothing(realtime: Realtime) -> None:
    assert resume(realtime, StrictManagementApi("a1"), {}) == [resumed(None, 0)]


def test_a_resume_from_before_the_window_is_incomplete(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")
    realtime.time += realtime.window_seconds + 1
    append(realtime, "e3")

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(1)})

    assert [frame.get("id") for frame in frames[:-1]] == ["e3"]
    assert frames[-1] == resumed(1, 3, complete=False)


def test_a_resume_after_all_events_left_the_window_is_incomplete(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")
    realtime.time += realtime.window_seconds + 1

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(1)})

    assert frames == [resumed(1, 2, complete=False)]


def test_many_missed_events_are_sent_in_several_answers(realtime: Realtime) -> None:
    append(realtime, *(f"e{n}" for n in range(1, 6)))
    api = StrictManagementApi("a1")

    first = resume(realtime, api, {"after": sequence_text(0)}, page_events=2)
    assert [frame.get("id") for frame in first[:-1]] == ["e1", "e2"]
    assert first[-1] == resumed(0, 2, more=True)

    everything = resume(realtime, api, {"after": first[-1]["through"]}, page_events=3)
    assert [f["id"] for f in everything if "id" in f] == ["e1", "e2", "e3", "e4", "e5"]
    assert everything[-1] == resumed(2, 5)


def test_an_answer_ends_in_time_but_has_at_least_one_event(realtime: Realtime) -> None:
    append(realtime, "e1", "e2", "e3")
    late = iter([0.0, *[PAGE_SECONDS + 1] * 9])

    frames = resume(realtime, StrictManagementApi("a1"), {}, monotonic=lambda: next(late))

    assert [frame.get("id") for frame in frames] == ["e1", None]
    assert frames[-1] == resumed(None, 1, more=True)


BAD_SEQUENCES = ["1", "-1", 1, "x" * 20, sequence_text(9), ["a"], {}, "٣" * 20, "-" + "0" * 19]


@pytest.mark.parametrize("after", BAD_SEQUENCES)
def test_a_bad_sequence_gets_an_error_and_the_next_good_one_is_served(
    realtime: Realtime, after: object
) -> None:
    append(realtime, "e1")
    api = StrictManagementApi("a1")

    (refused,) = resume(realtime, api, {"after": after})
    frames = resume(realtime, api, {"after": sequence_text(0)})

    assert refused["type"] == "realtime.error"
    assert refused["code"] == "invalid-after"
    assert refused.get("after") == (after if after == sequence_text(9) else None)
    assert frames[1]["id"] == "e1"


def test_another_users_sequence_shows_none_of_their_events(realtime: Realtime) -> None:
    append(realtime, "g1", "g2", "g3", user="grace")
    append(realtime, "a1")

    (refused,) = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(3)})

    assert refused["code"] == "invalid-after"


def test_an_expired_token_gets_an_error_and_its_connection_is_closed(realtime: Realtime) -> None:
    append(realtime, "e1")
    api = StrictManagementApi("a1")
    frames = api.received["a1"]

    realtime.resume(api).answer(resume_event({}, tokenExpiresAt=str(realtime.time)))

    assert [json.loads(text)["code"] for text in frames] == ["token-expired"]
    assert api.closed == ["a1"]


def test_a_replay_to_a_closed_connection_ends_without_an_error(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")
    api = StrictManagementApi()

    assert resume(realtime, api, {}) == []
    assert api.attempts == {"a1": 1}


def test_a_page_that_is_too_slow_for_its_replay_is_closed(
    realtime: Realtime,
) -> None:
    append(realtime, "e1", "e2")
    api = StrictManagementApi("a1")
    api.fail("a1", *[429] * 4)

    assert resume(realtime, api, {}) == []

    assert api.closed == ["a1"]
    assert api.attempts["a1"] == 4
