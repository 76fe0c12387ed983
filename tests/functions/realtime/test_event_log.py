"""The replay log: one number after the other, each id once, whoever writes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.realtime.event_log import EventLog, LogContended
from tests.functions.realtime.conftest import Realtime, an_event


def test_sequences_grow_by_one_per_user(realtime: Realtime) -> None:
    appended = [
        realtime.log.append(user, an_event(f"{user}-{n}"), 60).sequence
        for user in ("ada", "grace")
        for n in range(3)
    ]

    assert appended == [1, 2, 3, 1, 2, 3]


class OneCallAtATime:
    """Makes each call of moto atomic, as DynamoDB's are; between calls producers still race."""

    def __init__(self, client: Any) -> None:
        self._client, self._lock = client, threading.Lock()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)

        def one_at_a_time(**arguments: Any) -> Any:
            with self._lock:
                return call(**arguments)

        return one_at_a_time


def test_concurrent_producers_leave_no_gap_and_share_no_number(realtime: Realtime) -> None:
    atomic: Any = OneCallAtATime(realtime.client)
    log = EventLog("events", now=realtime.now, client=atomic)  # with its real pauses

    def append(n: int) -> int:
        return log.append("ada", an_event(f"event-{n}"), 60).sequence

    with ThreadPoolExecutor(4) as pool:
        sequences = sorted(pool.map(append, range(20)))

    assert sequences == list(range(1, 21))
    assert [sequence for sequence, _ in realtime.log.after("ada", 0)] == sequences


class OneStepBehind:
    """A client that reads the head just before somebody else moves it, ``times`` times."""

    def __init__(self, realtime: Realtime, times: int) -> None:
        self._realtime, self._left = realtime, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._realtime.client, name)

    def transact_write_items(self, **arguments: Any) -> Any:
        if self._left:
            self._left -= 1
            self._realtime.log.append("ada", an_event(f"rival-{self._left}"), 60)
        return self._realtime.client.transact_write_items(**arguments)


def test_a_producer_that_was_overtaken_tries_again(realtime: Realtime) -> None:
    behind: Any = OneStepBehind(realtime, times=3)
    log = EventLog("events", now=realtime.now, sleep=realtime.pauses.append, client=behind)

    assert log.append("ada", an_event("late"), 60).sequence == 4


def test_a_producer_overtaken_every_time_says_so_and_stores_nothing(realtime: Realtime) -> None:
    behind: Any = OneStepBehind(realtime, times=99)
    log = EventLog("events", now=realtime.now, sleep=realtime.pauses.append, client=behind)

    with pytest.raises(LogContended):
        log.append("ada", an_event("unlucky"), 60)

    assert all("unlucky" not in text for _, text in realtime.log.after("ada", 0))


def test_events_outside_the_window_are_not_read(realtime: Realtime) -> None:
    realtime.log.append("ada", an_event("old"), 60)
    realtime.time += 61
    realtime.log.append("ada", an_event("new"), 60)

    assert [sequence for sequence, _ in realtime.log.after("ada", 0)] == [2]


def test_an_id_keeps_its_number_and_its_text(realtime: Realtime) -> None:
    first = realtime.log.append("ada", an_event("same"), 60)
    again = realtime.log.append("ada", an_event("same"), 60)

    assert (again.sequence, again.text, again.new) == (first.sequence, first.text, False)
