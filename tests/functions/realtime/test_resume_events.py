"""Resume: what was missed, in order, then how far that goes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.realtime.cloudevents import sequence_text
from functions.realtime.resume_events import resume_events
from tests.functions.realtime.conftest import Realtime, an_event
from tests.functions.realtime.strict_management_api import StrictManagementApi


def resume(realtime: Realtime, api: StrictManagementApi, frame: Any) -> list[dict[str, Any]]:
    event = {
        "requestContext": {"connectionId": "a1", "authorizer": {"userId": "ada"}},
        "body": json.dumps({"action": "resume", **frame}),
    }
    resume_events(event, realtime.log, realtime.courier(api))
    return [json.loads(text) for text in api.received.get("a1", [])]


def append(realtime: Realtime, *ids: str, user: str = "ada") -> None:
    for event_id in ids:
        realtime.log.append(user, an_event(event_id), realtime.window_seconds)


def test_only_what_came_after_is_sent_in_order(realtime: Realtime) -> None:
    append(realtime, "e1", "e2", "e3")
    append(realtime, "other", user="grace")

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(1)})

    assert [frame.get("id") for frame in frames[:-1]] == ["e2", "e3"]
    assert frames[-1] == {"type": "realtime.resumed", "through": sequence_text(3), "complete": True}


def test_without_a_point_the_whole_window_is_sent(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")

    frames = resume(realtime, StrictManagementApi("a1"), {})

    assert [frame.get("id") for frame in frames] == ["e1", "e2", None]
    assert frames[-1]["complete"] is True


def test_a_first_visit_resumes_nothing(realtime: Realtime) -> None:
    assert resume(realtime, StrictManagementApi("a1"), {}) == [
        {"type": "realtime.resumed", "through": sequence_text(0), "complete": True}
    ]


def test_a_point_older_than_the_window_is_said_to_be_incomplete(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")
    realtime.time += realtime.window_seconds + 1
    append(realtime, "e3")

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(1)})

    assert [frame.get("id") for frame in frames[:-1]] == ["e3"]
    assert frames[-1] == {
        "type": "realtime.resumed", "through": sequence_text(3), "complete": False
    }  # fmt: skip


def test_a_window_that_is_wholly_over_is_incomplete_too(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")
    realtime.time += realtime.window_seconds + 1

    frames = resume(realtime, StrictManagementApi("a1"), {"after": sequence_text(1)})

    assert frames == [{"type": "realtime.resumed", "through": sequence_text(2), "complete": False}]


@pytest.mark.parametrize("after", ["1", "-1", 1, "x" * 20, sequence_text(9), ["a"], {}, "٣" * 20])
def test_a_bad_point_gets_an_error_and_the_next_good_one_is_served(
    realtime: Realtime, after: object
) -> None:
    append(realtime, "e1")
    api = StrictManagementApi("a1")

    (refused,) = resume(realtime, api, {"after": after})
    frames = resume(realtime, api, {"after": sequence_text(0)})

    assert refused["type"] == "realtime.error"
    assert refused["code"] == "invalid-after"
    assert frames[1]["id"] == "e1"


def test_a_page_that_left_ends_the_replay_quietly(realtime: Realtime) -> None:
    append(realtime, "e1", "e2")
    api = StrictManagementApi()

    assert resume(realtime, api, {}) == []
    assert api.attempts == {"a1": 1}
