"""The replay log: consecutive numbers, each id once, also with concurrent producers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.realtime.stores.contention import ReplayLogContendedError
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.replay_log_table import ReplayLogThrottledError
from tests.support.metered_client import MeteredClient
from tests.support.notifier_on_moto import Realtime, an_event


def test_sequences_grow_by_one_per_user(realtime: Realtime) -> None:
    appended = [
        realtime.log.append(user, an_event(f"{user}-{n}"), 60).sequence
        for user in ("ada", "grace")
        for n in range(3)
    ]

    assert appended == [1, 2, 3, 1, 2, 3]
    assert realtime.sequences("ada") == realtime.sequences("grace") == [1, 2, 3]


class OneCallAtATime:
    """Makes each call of moto atomic, as DynamoDB's are. Producers still race between calls."""

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
    log = ReplayLog("events", now=realtime.now, client=atomic)  # with its real pauses

    def append(n: int) -> int:
        return log.append("ada", an_event(f"event-{n}"), 60).sequence

    with ThreadPoolExecutor(4) as pool:
        sequences = sorted(pool.map(append, range(20)))

    assert sequences == list(range(1, 21))
    assert realtime.sequences() == sequences


def test_one_id_from_two_producers_at_once_is_stored_once(realtime: Realtime) -> None:
    atomic: Any = OneCallAtATime(realtime.client)
    log = ReplayLog("events", now=realtime.now, client=atomic)

    with ThreadPoolExecutor(4) as pool:
        appended = list(pool.map(lambda _: log.append("ada", an_event("same"), 60), range(8)))

    assert {one.sequence for one in appended} == {1}
    assert sum(one.new for one in appended) == 1
    assert realtime.sequences() == [1]


class OneStepBehind:
    """A client before whose write another producer appends, ``times`` times."""

    def __init__(self, realtime: Realtime, times: int) -> None:
        self._realtime, self._left = realtime, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._realtime.client, name)

    def put_item(self, **arguments: Any) -> Any:
        if self._left:
            self._left -= 1
            self._realtime.log.append("ada", an_event(f"rival-{self._left}"), 60)
        return self._realtime.client.put_item(**arguments)


def test_a_producer_that_was_overtaken_tries_again(realtime: Realtime) -> None:
    log = realtime.log_over(OneStepBehind(realtime, times=3))

    assert log.append("ada", an_event("late"), 60).sequence == 4
    assert realtime.sequences() == [1, 2, 3, 4]


def test_a_producer_that_is_overtaken_in_every_attempt_raises_and_stores_nothing(
    realtime: Realtime,
) -> None:
    log = realtime.log_over(OneStepBehind(realtime, times=99))

    with pytest.raises(ReplayLogContendedError):
        log.append("ada", an_event("unlucky"), 60)

    assert all("unlucky" not in text for text in realtime.texts())


class CrashError(Exception):
    """The process dies at this call."""


class CrashingClient:
    """Dies at the n-th write, before or after the write took effect."""

    def __init__(self, client: Any, at: int, after: bool) -> None:
        self._client, self._left, self._after = client, at, after

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)
        return call if name == "get_item" else lambda **request: self._write(call, request)

    def _write(self, call: Any, request: dict[str, Any]) -> Any:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise CrashError
        answer = call(**request)
        if self._left == 0:
            raise CrashError
        return answer


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2])
def test_a_crash_at_any_write_leaves_no_gap_and_a_repeat_stores_no_copy(
    realtime: Realtime, write: int, after: bool
) -> None:
    realtime.log.append("ada", an_event("first"), 60)

    crashing = realtime.log_over(CrashingClient(realtime.client, write, after))

    with pytest.raises(CrashError):
        crashing.append("ada", an_event("second"), 60)

    assert realtime.sequences() in ([1], [1, 2])
    assert realtime.log.append("ada", an_event("second"), 60).sequence == 2
    assert realtime.log.append("ada", an_event("third"), 60).sequence == 3
    assert realtime.sequences() == [1, 2, 3]


def test_events_outside_the_window_are_not_read_and_their_numbers_not_reused(
    realtime: Realtime,
) -> None:
    realtime.log.append("ada", an_event("old"), 60)
    realtime.time += 61
    assert realtime.sequences() == []

    realtime.log.append("ada", an_event("new"), 60)

    assert realtime.sequences() == [2]


def test_the_count_outlives_the_removal_of_every_expired_item(realtime: Realtime) -> None:
    for n in range(3):
        realtime.log.append("ada", an_event(f"e{n}"), 60)
    for item in realtime.client.scan(TableName="events")["Items"]:
        if "expiresAt" in item:  # DynamoDB's TTL deletes these, days late
            key = {"userId": item["userId"], "itemKey": item["itemKey"]}
            realtime.client.delete_item(TableName="events", Key=key)

    assert realtime.log.append("ada", an_event("e4"), 60).sequence == 4


def test_an_id_is_known_long_after_its_event_has_left_the_window(realtime: Realtime) -> None:
    for event_id in ("told", "later", "last"):
        realtime.log.append("ada", an_event(event_id), 60)
    realtime.time += 60 + 390 * 86_400
    for item in realtime.client.scan(TableName="events")["Items"]:
        if "expiresAt" in item and int(item["expiresAt"]["N"]) <= realtime.time:
            key = {"userId": item["userId"], "itemKey": item["itemKey"]}
            realtime.client.delete_item(TableName="events", Key=key)

    again = realtime.log.append("ada", an_event("told"), 60)

    assert (again.sequence, again.text, again.new) == (1, None, False)


@pytest.mark.parametrize("later_events", [0, 1, 5])
def test_an_id_keeps_its_number_and_its_text(realtime: Realtime, later_events: int) -> None:
    first = realtime.log.append("ada", an_event("same"), 60)
    for n in range(later_events):
        realtime.log.append("ada", an_event(f"later-{n}"), 60)

    again = realtime.log.append("ada", an_event("same", time="2026-11-25T10:00:00Z"), 60)

    assert (again.sequence, again.text, again.new) == (first.sequence, first.text, False)


def test_an_id_of_256_characters_of_four_bytes_is_taken(realtime: Realtime) -> None:
    longest = "\N{SNAKE}" * 256

    assert [realtime.log.append("ada", an_event(longest), 60).new for _ in range(2)] == [
        True, False
    ]  # fmt: skip
    realtime.log.append("ada", an_event("next"), 60)
    assert realtime.log.append("ada", an_event(longest), 60).sequence == 1


def test_a_resume_that_missed_nothing_costs_one_read_unit(realtime: Realtime) -> None:
    for n in range(9):
        realtime.log.append("ada", an_event(f"e{n}"), 60)
    metered = MeteredClient(realtime.client)
    log = realtime.log_over(metered)

    head = log.head("ada")

    assert head is not None
    assert list(log.between("ada", head.sequence, head)) == []
    assert (metered.write_units, metered.read_units) == (0, 1)


class Around:
    """A client that passes calls on; a subclass changes some."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


class LeavesUndone(Around):
    """A client that writes only the first item of a batch, ``times`` times."""

    def __init__(self, client: Any, times: int) -> None:
        super().__init__(client)
        self._left = times

    def batch_write_item(self, *, RequestItems: dict[str, Any]) -> Any:
        if not self._left:
            return self._client.batch_write_item(RequestItems=RequestItems)
        self._left -= 1
        ((table, puts),) = RequestItems.items()
        self._client.batch_write_item(RequestItems={table: puts[:1]})
        return {"UnprocessedItems": {table: puts[1:] or puts}}


@pytest.mark.parametrize(("times", "stored"), [(3, [1, 2]), (99, [1])])
def test_an_unfinished_batch_is_finished_or_nothing_is_appended(
    realtime: Realtime, times: int, stored: list[int]
) -> None:
    realtime.log.append("ada", an_event("first"), 60)
    log = realtime.log_over(LeavesUndone(realtime.client, times))

    if len(stored) == 1:
        with pytest.raises(ReplayLogThrottledError):
            log.append("ada", an_event("second"), 60)
    else:
        log.append("ada", an_event("second"), 60)

    assert realtime.sequences() == stored


class Overtaken(Around):
    """A client that calls ``rival`` after its first read."""

    def __init__(self, client: Any, rival: Callable[[], object]) -> None:
        super().__init__(client)
        self._rival = rival

    def get_item(self, **request: Any) -> Any:
        answer = self._client.get_item(**request)
        rival, self._rival = self._rival, lambda: None
        rival()
        return answer


@pytest.mark.parametrize("head", ["same", "other"])
def test_an_id_that_is_archived_between_two_reads_is_still_known(
    realtime: Realtime, head: str
) -> None:
    """A repeat of a push reads while another producer archives the event that is repeated."""
    realtime.log.append("ada", an_event("same"), 60)
    if head == "other":
        realtime.log.append("ada", an_event("other"), 60)
    rival = Overtaken(realtime.client, lambda: realtime.log.append("ada", an_event("new"), 60))

    assert realtime.log_over(rival).append("ada", an_event("same"), 60).sequence == 1
    assert len(realtime.sequences()) == (2 if head == "same" else 3)


class FewAtATime(Around):
    """A client whose queries answer one item per page. DynamoDB ends a page after 1 MB."""

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self.requests: list[dict[str, Any]] = []

    def get_item(self, **request: Any) -> Any:
        self.requests.append(request)
        return self._client.get_item(**request)

    def query(self, **request: Any) -> Any:
        self.requests.append(request)
        return self._client.query(**request, Limit=1)


def test_a_replay_reads_every_page_and_reads_consistently(realtime: Realtime) -> None:
    for n in range(5):
        realtime.log.append("ada", an_event(f"e{n}"), 60)
    client = FewAtATime(realtime.client)
    log = realtime.log_over(client)

    head = log.head("ada")

    assert head is not None
    assert [number for number, _ in log.between("ada", 0, head)] == [1, 2, 3, 4, 5]
    assert {request["ConsistentRead"] for request in client.requests} == {True}


def test_another_error_of_the_write_is_raised_and_not_retried(realtime: Realtime) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            return getattr(realtime.client, name)

        def put_item(self, **_: Any) -> Any:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "PutItem")

    with pytest.raises(ClientError, match="AccessDenied"):
        realtime.log_over(Broken()).append("ada", an_event(), 60)
