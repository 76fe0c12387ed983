"""What one user can cause by replays, however often the user connects again."""

from __future__ import annotations

import json
from typing import Any

from contract.limits import MAX_REPLAYS_PER_MINUTE
from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.stores.replay_allowance import ReplayAllowance
from tests.functions.realtime.test_resume_events import append, resume_event
from tests.support.notifier_on_moto import Realtime
from tests.support.strict_management_api import StrictManagementApi


def answer_of_a_new_connection(realtime: Realtime, after: int = 0) -> dict[str, Any]:
    """The last frame that a page gets which has just connected and resumes."""
    realtime.connections.forget("ada", "a1")
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    realtime.resume(api).answer(resume_event({"after": sequence_text(after)}))
    last: dict[str, Any] = json.loads(api.received["a1"][-1])
    return last


def test_who_connects_again_and_again_is_sent_only_so_many_replays_a_minute(
    realtime: Realtime,
) -> None:
    append(realtime, "e1")
    realtime.time -= realtime.time % 60 - 20  # 20 s into a minute

    answers = [answer_of_a_new_connection(realtime) for _ in range(MAX_REPLAYS_PER_MINUTE + 1)]

    assert {one["type"] for one in answers[:-1]} == {"realtime.resumed"}
    assert (answers[-1]["code"], answers[-1]["retryAfterSeconds"]) == ("too-soon", 40)
    realtime.time += 40
    assert answer_of_a_new_connection(realtime)["type"] == "realtime.resumed"


def test_a_proof_counts_for_nothing_and_waits_for_nothing(realtime: Realtime) -> None:
    append(realtime, "e1")
    for _ in range(MAX_REPLAYS_PER_MINUTE):
        ReplayAllowance("events", realtime.client).seconds_to_wait("ada", realtime.now_ms())

    assert answer_of_a_new_connection(realtime, after=1)["type"] == "realtime.resumed"


def test_each_user_has_an_allowance_of_their_own_and_its_rows_expire(realtime: Realtime) -> None:
    allowance = ReplayAllowance("events", realtime.client)
    for _ in range(MAX_REPLAYS_PER_MINUTE):
        assert allowance.seconds_to_wait("ada", realtime.now_ms()) == 0

    assert allowance.seconds_to_wait("ada", realtime.now_ms()) > 0
    assert allowance.seconds_to_wait("grace", realtime.now_ms()) == 0
    rows = realtime.plain_client.scan(TableName="events")["Items"]
    assert {row["itemKey"] for row in rows} == {f"replays#{realtime.time // 60}"}
    assert all(0 < row["expiresAt"] - realtime.time <= 60 for row in rows)
