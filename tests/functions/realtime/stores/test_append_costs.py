"""What an append costs: calls of DynamoDB in sequence and in all, and units."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from functions.realtime.protocol.cloudevents import cloud_event
from functions.realtime.protocol.frames import encode
from functions.realtime.stores import replay_log_items as log_items
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.replay_log_items import CLOCKS_SECONDS, Entry
from tests.support.metered_client import MeteredClient, item_bytes
from tests.support.notifier_on_moto import Realtime, an_event

WINDOW = 600


class Counted(MeteredClient):
    """Counts calls, and those that wait for one another. Two at once count as the longer one."""

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self.calls = self.trips = 0

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name in ("get_item", "put_item", "batch_write_item", "query"):
            self.calls += 1
            self.trips += 1
        return found

    def at_once(self, read: Callable[[], Any], write: Callable[[], None]) -> Any:
        began = self.trips
        write()
        wrote, self.trips = self.trips - began, began
        found = read()
        self.trips = max(self.trips, began + wrote)
        return found

    def counts(self) -> tuple[int, int, int, int]:
        return self.trips, self.calls, self.read_units, self.write_units


def append(realtime: Realtime, event: dict[str, Any]) -> tuple[int, int, int, int]:
    """(calls in sequence, calls in all, read units, write units) of one append."""
    counted = Counted(realtime.client)
    log = ReplayLog("events", now=realtime.now, client=counted, at_once=counted.at_once)
    log.append("ada", event, WINDOW)
    return counted.counts()


def test_appends_take_two_calls_in_sequence_at_first_and_then_three(realtime: Realtime) -> None:
    first, second, third = (append(realtime, an_event(f"e{n}")) for n in range(3))

    assert first == (2, 2, 1, 1), "no event is there to archive, and none that could be known"
    assert second == (3, 3, 1, 3), "the head is the only event that could be known"
    assert third == (3, 4, 2, 3)


def test_an_event_that_no_page_can_resume_any_more_is_not_archived(realtime: Realtime) -> None:
    """Its marker is: a repeat is known for 400 days."""
    append(realtime, an_event("first"))
    append(realtime, an_event("old"))
    realtime.time += WINDOW + CLOCKS_SECONDS

    assert append(realtime, an_event("new")) == (3, 4, 2, 2)
    assert realtime.sequences() == [3]
    again = realtime.log.append("ada", an_event("old"), WINDOW)
    assert (again.sequence, again.text, again.new) == (2, None, False)


def test_an_event_is_archived_as_long_as_a_page_of_a_slower_clock_may_resume_it(
    realtime: Realtime,
) -> None:
    append(realtime, an_event("old"))
    realtime.time += WINDOW + CLOCKS_SECONDS - 1
    append(realtime, an_event("new"))
    realtime.time -= CLOCKS_SECONDS

    assert realtime.sequences() == [1, 2]


@pytest.mark.parametrize("later", [0, 1, 2])
def test_a_repeat_reads_and_of_an_older_event_archives_what_is_the_head(
    realtime: Realtime, later: int
) -> None:
    append(realtime, an_event("same"))
    for n in range(later):
        append(realtime, an_event(f"later-{n}"))

    assert append(realtime, an_event("same")) == ((1, 1, 1, 0) if later == 0 else (3, 4, 3, 2))


@pytest.mark.parametrize("padding", [0, 400, 450, 500, 550, 600, 650, 700, 750, 1500, 2700, 3900])
def test_no_size_of_event_costs_more_units_than_both_of_its_items_and_its_marker(
    realtime: Realtime, padding: int
) -> None:
    """As the version before: head and archived event by their sizes, the marker, two reads."""
    for event_id in ("e1", "e2", "e3"):
        costs = append(realtime, an_event(event_id, data="x" * padding))

    entry = Entry(3, encode(cloud_event(an_event("e3", data="x" * padding), 3)), realtime.time)
    head = item_bytes(log_items.head_item("ada", entry))
    event, marker = map(item_bytes, log_items.archive_items("ada", entry, realtime.time))
    writes = sum(math.ceil(size / 1024) for size in (head, event, marker))
    assert costs[2:] == (1 + math.ceil(head / 4096), writes)
