"""Every frame of any shape ends in an answer or an error. Only a sequence is echoed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contract.frames import MALFORMED_FRAME
from contract.limits import MAX_FRAMES_PER_MINUTE
from functions.realtime.protocol.cloudevents import MAX_FRAME_BYTES, sequence_text
from functions.realtime.protocol.frame_rate import WINDOW_SECONDS, FrameRate
from functions.realtime.protocol.resume_request import (
    InvalidAfterError,
    MalformedFrameError,
    ResumeRequest,
    parse,
)
from tests.functions.realtime.test_resume_events import append, event_of, resume_event
from tests.support.notifier_on_moto import Realtime
from tests.support.strict_management_api import StrictManagementApi

ANY_TEXT = st.text(st.characters())  # lone surrogates too
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
FRAMES = st.fixed_dictionaries(
    {"action": st.just("resume") | ANY_JSON}, optional={"after": ANY_JSON, "epoch": ANY_JSON}
)
BODIES = st.none() | ANY_TEXT | st.binary() | (FRAMES | ANY_JSON).map(json.dumps)

INVALID_AFTERS = [
    '"\\ud800"',
    f'"{"0" * 130_000}"',
    '"\\u0000"',
    '"' + "\uff19" * 20 + '"',
    "1e999",
    "[]",
    "true",
]
MALFORMED = [
    None,
    "",
    " ",
    "{",
    "[]",
    "null",
    "7",
    '"resume"',
    "{}",
    '{"action":"fly"}',
    '{"action":["resume"]}',
    '{"action":"resume","epoch":7}',
    '{"action":"resume","epoch":"' + "0" * 257 + '"}',
    '{"action":"resume","after":NaN}',
    '{"action":"resume","after":' + "9" * 5000 + "}",
    '{"action":"resume","after":' + "[" * 60_000 + "]" * 60_000 + "}",
    "[" * 120_000,
    "\ud800",
    "\ufeff{}",
    {"action": "resume"},
]


def answers(realtime: Realtime, event: dict[str, Any]) -> list[dict[str, Any]]:
    api = StrictManagementApi("a1")
    realtime.resume(api).answer(event)
    return [json.loads(text) for text in api.received["a1"]]


@pytest.mark.parametrize("after", INVALID_AFTERS, ids=range(len(INVALID_AFTERS)))
def test_an_after_that_is_no_sequence_is_never_echoed(realtime: Realtime, after: str) -> None:
    (frame,) = answers(realtime, event_of('{"action":"resume","after":' + after + "}"))

    assert (frame["type"], frame["code"]) == ("realtime.error", "invalid-after")
    assert frame.keys() == {"type", "code", "message"}


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_resume_is_malformed(realtime: Realtime, body: object) -> None:
    assert answers(realtime, event_of(body)) == [MALFORMED_FRAME]
    assert realtime.connection_ids("ada") == []  # and nothing was stored for it


def test_a_frame_without_a_body_or_in_base64_is_malformed(realtime: Realtime) -> None:
    event = event_of("eyJhY3Rpb24iOiJyZXN1bWUifQ==")
    assert answers(realtime, {**event, "isBase64Encoded": True}) == [MALFORMED_FRAME]
    del event["body"]
    assert answers(realtime, event) == [MALFORMED_FRAME]


@given(BODIES, st.booleans())
@settings(max_examples=400, deadline=None)
@example('{"action":"resume","after":"\\ud800"}', False)
def test_a_frame_is_a_request_or_one_of_two_errors(body: object, is_binary: bool) -> None:
    try:
        request = parse({"body": body, "isBase64Encoded": is_binary})
    except MalformedFrameError:
        return
    except InvalidAfterError as refused:
        echoed = refused.after
    else:
        assert isinstance(request, ResumeRequest)
        return
    if echoed is not None:
        raise AssertionError(f"echoed {echoed!r}, which is no sequence")


@given(BODIES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_frame_is_answered_and_the_answer_can_be_sent(
    realtime: Realtime, body: object
) -> None:
    frames = answers(realtime, event_of(body))

    assert frames[-1]["type"] in ("realtime.resumed", "realtime.error")
    assert all(len(json.dumps(frame)) < MAX_FRAME_BYTES for frame in frames)


def test_a_connection_that_sends_too_many_frames_is_closed(realtime: Realtime) -> None:
    append(realtime, "e1")
    api, rate = StrictManagementApi("a1"), FrameRate()
    frames = api.received["a1"]
    resume = realtime.resume(api, rate=rate)

    for _ in range(MAX_FRAMES_PER_MINUTE):
        resume.answer(event_of("not json"))
    assert len(frames) == MAX_FRAMES_PER_MINUTE
    assert api.closed == []

    resume.answer(resume_event({"after": sequence_text(1)}))
    assert len(frames) == MAX_FRAMES_PER_MINUTE
    assert api.closed == ["a1"]


class Clock:
    """A clock that tests set."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_connection_may_send_as_many_frames_again_in_the_next_minute() -> None:
    clock = Clock()
    rate = FrameRate(most=2, monotonic=clock)

    assert [rate.exceeded_by("a1") for _ in range(3)] == [False, False, True]
    assert not rate.exceeded_by("a2")
    clock.seconds = WINDOW_SECONDS - 0.1
    assert rate.exceeded_by("a1")
    clock.seconds = WINDOW_SECONDS
    assert not rate.exceeded_by("a1")


def test_the_count_of_frames_does_not_grow_without_limit() -> None:
    rate = FrameRate(most_connections=10)

    for number in range(1000):
        rate.exceeded_by(f"c{number}")

    assert len(rate) == 10
