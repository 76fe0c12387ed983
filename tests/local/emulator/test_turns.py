"""Calls of functions on the local stage: how many run at once, and in which order."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.emulator.turns import Turns

SECONDS = 60  # that a call may take on a busy machine before the test fails


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_calls_run_in_the_order_in_which_they_came() -> None:
    turns, began, release = Turns(at_once=1), threading.Event(), threading.Event()
    order: list[int] = []

    def invoke(function: int, event: object) -> None:
        began.set()
        assert release.wait(SECONDS)
        order.append(function)

    with ThreadPoolExecutor(20) as callers:
        calls = [callers.submit(turns.call, invoke, 0, {})]
        try:
            assert began.wait(SECONDS)
            for number in range(1, 20):
                calls.append(callers.submit(turns.call, invoke, number, {}))
                wait_until(lambda: turns._queue._work_queue.qsize() == len(calls) - 1)
        finally:
            release.set()
        for call in calls:
            call.result(SECONDS)

    assert order == list(range(20))


def test_as_many_calls_run_at_once_as_there_are_turns() -> None:
    turns, together = Turns(at_once=3), threading.Barrier(3)
    with ThreadPoolExecutor(3) as callers:
        calls = [
            callers.submit(turns.call, lambda *_: together.wait(SECONDS), "push", {})
            for _ in range(3)
        ]
        assert sorted(call.result(SECONDS) for call in calls) == [0, 1, 2]


def test_a_call_runs_with_its_callers_context_variables() -> None:
    region = contextvars.ContextVar("region", default="nowhere")
    region.set("us-east-1")
    assert Turns(at_once=1).call(lambda *_: region.get(), "function", {}) == "us-east-1"


def test_a_call_that_raises_gives_its_turn_back() -> None:
    def fail(function: object, event: object) -> None:
        raise ValueError(function)

    turns = Turns(at_once=1)
    with pytest.raises(ValueError, match="push"):
        turns.call(fail, "push", {})
    assert turns.call(lambda *_: "done", "push", {}) == "done"
