"""A log that was restored has another epoch, and a page of before is told so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.stores.replay_log import ReplayLog
from tests.functions.realtime.test_resume_events import append, resume_event
from tests.support.notifier_on_moto import Realtime, an_event, create_table
from tests.support.strict_management_api import StrictManagementApi


class Restored:
    """The log of ada at 20, restored into another table as it was at 10, and 15 new events."""

    def __init__(self, realtime: Realtime) -> None:
        self.realtime = realtime
        realtime.connect("ada", "a1")
        append(realtime, *(f"e{n}" for n in range(1, 11)))
        self.before = realtime.log.epoch()
        create_table(realtime.client, "restored", "itemKey")
        for item in realtime.client.scan(TableName="events")["Items"]:
            realtime.client.put_item(TableName="restored", Item=item)
        append(realtime, *(f"e{n}" for n in range(11, 21)))
        self.log = ReplayLog("restored", now=realtime.now, client=realtime.client)
        for n in range(1, 16):
            self.log.append("ada", an_event(f"new{n}"), realtime.window_seconds)

    def resumes(self, **frame: str) -> list[dict[str, Any]]:
        api = StrictManagementApi("a1")
        resume = self.realtime.resume(api, log=self.log, events_table="restored")
        resume.answer(resume_event(frame))
        return [json.loads(text) for text in api.received["a1"]]


@pytest.fixture
def restored(realtime: Realtime) -> Restored:
    return Restored(realtime)


def test_a_copy_of_every_item_has_another_epoch(restored: Restored) -> None:
    assert restored.log.epoch() != restored.before
    assert len(restored.before) == len(restored.log.epoch()) == 16


def test_a_page_of_before_is_sent_the_window_from_its_start_and_told_it_is_incomplete(
    restored: Restored,
) -> None:
    *events, resumed = restored.resumes(after=sequence_text(20), epoch=restored.before)

    assert [int(event["sequence"]) for event in events] == list(range(1, 26))
    assert {event["epoch"] for event in events} == {restored.log.epoch()}
    assert resumed == {
        "type": "realtime.resumed", "after": sequence_text(20), "through": sequence_text(25),
        "complete": False, "epoch": restored.log.epoch(),
    }  # fmt: skip


def test_a_page_ahead_of_the_restored_log_is_no_error(restored: Restored) -> None:
    *events, resumed = restored.resumes(after=sequence_text(99), epoch=restored.before)

    assert len(events) == 25
    assert (resumed["after"], resumed["complete"]) == (sequence_text(99), False)


@pytest.mark.parametrize("same", [True, False], ids=["the same epoch", "a page without epochs"])
def test_without_a_foreign_epoch_a_sequence_means_what_it_says(
    restored: Restored, same: bool
) -> None:
    epoch = {"epoch": restored.log.epoch()} if same else {}

    *events, resumed = restored.resumes(after=sequence_text(24), **epoch)
    assert [int(event["sequence"]) for event in events] == [25]
    assert resumed["complete"]

    (refused,) = restored.resumes(after=sequence_text(26), **epoch)
    assert (refused["code"], refused["after"]) == ("invalid-after", sequence_text(26))


def test_a_foreign_epoch_and_an_empty_log_are_incomplete_and_send_nothing(
    restored: Restored,
) -> None:
    create_table(restored.realtime.client, "empty", "itemKey")
    log = ReplayLog("empty", client=restored.realtime.client)
    api = StrictManagementApi("a1")
    resume = restored.realtime.resume(api, log=log, events_table="empty")

    resume.answer(resume_event({"after": sequence_text(20), "epoch": restored.before}))

    (frame,) = map(json.loads, api.received["a1"])
    assert (frame["through"], frame["complete"]) == (sequence_text(0), False)
    assert frame["epoch"] == log.epoch()


def test_an_epoch_without_a_sequence_asks_for_the_window_and_misses_nothing(
    restored: Restored,
) -> None:
    *events, resumed = restored.resumes(epoch=restored.before)

    assert len(events) == 25
    assert (resumed["after"], resumed["complete"]) == (None, True)


def test_an_answer_in_parts_goes_on_in_the_new_epoch(restored: Restored) -> None:
    api = StrictManagementApi("a1")
    resume = restored.realtime.resume(
        api, log=restored.log, events_table="restored", page_events=20
    )
    resume.answer(resume_event({"after": sequence_text(20), "epoch": restored.before}))
    first = json.loads(api.received["a1"][-1])
    assert (first["more"], first["complete"]) == (True, False)

    resume.answer(resume_event({"after": first["through"], "epoch": first["epoch"]}))
    last = json.loads(api.received["a1"][-1])
    assert (last["through"], last["complete"]) == (sequence_text(25), True)
