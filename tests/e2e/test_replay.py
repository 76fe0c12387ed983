"""A page that was away resumes from the replay log, or is told that it was away too long."""

from __future__ import annotations

import re
import secrets

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.support.producer import an_event, push

pytestmark = pytest.mark.xdist_group("stage")


def pushed(stage: LocalStage, user_id: str, subject: str, times: int) -> list[int]:
    """The sequences of that many new events."""
    request = {"userId": user_id}
    answers = [push(stage, {**request, "event": an_event(subject=subject)}) for _ in range(times)]
    return [int(answer["sequence"]) for answer in answers]


def replayed(buyer: Buyer, after: int, subject: str) -> tuple[list[int], dict[str, object]]:
    """What a page that resumes after that sequence gets, and the answer's last frame."""
    page = buyer.open_page(after=f"{after:020}")
    page.close()
    frames = [received.frame for received in page.frames]
    events = [int(frame["sequence"]) for frame in frames if frame.get("subject") == subject]
    return events, frames[-1]


def leave_the_window(stage: LocalStage, user_id: str, sequence: int) -> None:
    """What DynamoDB's TTL does to an event some time after it has left the replay window."""
    key = {"userId": {"S": user_id}, "itemKey": {"S": f"event#{sequence:020}"}}
    table = stage.outputs["events_table"]
    gone = stage.client("dynamodb").delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD")
    assert "Attributes" in gone, f"{key} was not in {table}"


def test_a_page_that_was_away_gets_what_it_missed_once_and_in_order(
    stage: LocalStage, grace: Buyer
) -> None:
    subject = secrets.token_hex(4)
    first, *missed = pushed(stage, grace.user_id, subject, 4)

    events, answer = replayed(grace, first, subject)

    assert events == missed == [first + 1, first + 2, first + 3]
    assert re.fullmatch("[0-9a-f]{16}", str(answer.pop("epoch")))
    assert answer == {
        "type": "realtime.resumed", "after": f"{first:020}", "through": f"{first + 3:020}",
        "complete": True,
    }  # fmt: skip


def test_a_page_that_was_away_longer_than_the_window_is_told_so_and_gets_the_rest(
    stage: LocalStage, grace: Buyer
) -> None:
    subject = secrets.token_hex(4)
    first, second, third, fourth = pushed(stage, grace.user_id, subject, 4)
    leave_the_window(stage, grace.user_id, second)

    events, answer = replayed(grace, first, subject)

    assert events == [third, fourth]
    assert answer["complete"] is False
    assert replayed(grace, second, subject)[1]["complete"] is True
