"""A page proves its subscription: what it costs, what it mends, and what it never extends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from contract.limits import RESUME_COOLDOWN_SECONDS
from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.push.replay import PAGE_EVENTS
from functions.realtime.stores.subscription import Subscriptions, SubscriptionThrottledError
from tests.functions.realtime.test_resume_events import CONNECTED_AT, append, resume_event
from tests.support.notifier_on_moto import LIFE_SECONDS, Realtime
from tests.support.strict_management_api import StrictManagementApi

WRITES = ("put_item", "update_item", "delete_item", "batch_write_item")


class CountingClient:
    """A DynamoDB client that notes the names of its calls, and may answer some of them itself."""

    def __init__(self, client: Any, *canned: Any) -> None:
        self.calls: list[str] = []
        self._client, self._canned = client, list(canned)

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        if self._canned and name == "batch_get_item":
            return lambda **_: self._canned.pop(0)
        return getattr(self._client, name)

    @property
    def writes(self) -> list[str]:
        return [name for name in self.calls if name in WRITES]


def row_of(realtime: Realtime, user_id: str = "ada") -> dict[str, Any] | None:
    answer = realtime.plain_client.get_item(
        TableName="connections", Key={"userId": user_id, "connectionId": "a1"}
    )
    item: dict[str, Any] | None = answer.get("Item")
    return item


class Page:
    """The connection a1 of ada."""

    def __init__(self, realtime: Realtime, client: Any = None) -> None:
        self.realtime = realtime
        self.client = client or CountingClient(realtime.client)
        self.api = StrictManagementApi("a1")
        self.log = realtime.log_over(self.client)
        self.log.epoch()  # once in the life of a function's process
        self.client.calls.clear()

    def resumes(
        self, after: int | None = None, *, context: Any = None, **frame: Any
    ) -> list[dict[str, Any]]:
        """The frames that answer this resume."""
        asked = {} if after is None else {"after": sequence_text(after)}
        received = self.api.received.setdefault("a1", [])
        before = len(received)
        event = resume_event(asked | frame, **(context or {}))
        self.realtime.resume(self.api, client=self.client, log=self.log).answer(event)
        return [json.loads(text) for text in received[before:]]


@pytest.fixture
def page(realtime: Realtime) -> Page:
    realtime.connect("ada", "a1")
    append(realtime, "e1", "e2", "e3")
    return Page(realtime)


def test_a_proof_is_one_read_request_one_post_and_no_write(page: Page) -> None:
    (resumed,) = page.resumes(3, epoch=page.realtime.log.epoch())

    assert (resumed["type"], resumed["complete"]) == ("realtime.resumed", True)
    assert page.client.calls == ["batch_get_item"]
    assert page.api.attempts == {"a1": 1}
    assert page.api.looked_at == []


def test_a_proof_is_never_too_soon(page: Page) -> None:
    page.resumes(0)
    page.client.calls.clear()

    for _ in range(5):
        assert page.resumes(3)[-1]["type"] == "realtime.resumed"
    assert page.client.calls == ["batch_get_item"] * 5


def test_a_missing_row_is_made_anew_from_the_handshakes_own_facts(page: Page) -> None:
    page.realtime.connections.forget("ada", "a1")
    token_end = page.realtime.time + 300

    page.resumes(3, context={"tokenExpiresAt": str(token_end)})

    assert row_of(page.realtime) == {
        "userId": "ada", "connectionId": "a1", "openedAtMs": CONNECTED_AT,
        "authorizedUntil": token_end, "expiresAt": CONNECTED_AT // 1000 + LIFE_SECONDS,
    }  # fmt: skip
    assert page.client.writes == []  # the write is the admission's, by a client of its own


def test_however_often_a_row_is_made_anew_it_ends_at_the_same_time(page: Page) -> None:
    ends = []
    for _ in range(3):
        page.realtime.connections.forget("ada", "a1")
        page.resumes(3)
        row = row_of(page.realtime)
        assert row
        ends.append((row["authorizedUntil"], row["expiresAt"]))
        page.realtime.time += 600
    assert set(ends) == {(CONNECTED_AT // 1000 + LIFE_SECONDS,) * 2}


def test_a_page_whose_row_was_made_anew_hears_the_next_push(page: Page) -> None:
    page.realtime.connections.forget("ada", "a1")
    page.resumes(3)

    pushed = page.realtime.push(page.api, "ada", {**_event("e4")})

    assert pushed["delivered"] == 1


class Between:
    """A client that calls ``act`` once, after the row was found missing and before it is stored."""

    def __init__(self, client: Any, act: Any) -> None:
        self._client, self._act = client, act

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def batch_get_item(self, **request: Any) -> Any:
        answer = self._client.batch_get_item(**request)
        act, self._act = self._act, None
        if act:
            act()
        return answer


def test_a_push_that_found_no_row_is_sent_with_the_proof_that_makes_the_row(page: Page) -> None:
    page.realtime.connections.forget("ada", "a1")
    page.client = Between(
        page.realtime.client, lambda: page.realtime.push(page.api, "ada", _event("e4"))
    )

    *events, resumed = page.resumes(3)

    assert [event["id"] for event in events] == ["e4"]
    assert resumed["through"] == sequence_text(4)


def test_a_row_that_was_made_anew_goes_again_when_no_answer_could_be_given(page: Page) -> None:
    page.realtime.connections.forget("ada", "a1")
    page.api.fail("a1", 403)

    with pytest.raises(ClientError):
        page.resumes(3)

    assert row_of(page.realtime) is None


def _event(event_id: str) -> dict[str, Any]:
    return {"id": event_id, "source": "s", "type": "t", "data": None}


def test_a_row_that_is_made_anew_keeps_the_limit_as_a_handshake_does(page: Page) -> None:
    page.realtime.connections.forget("ada", "a1")
    page.realtime.connect("ada", "first", "ghost", "third")
    for name in ("first", "third"):
        page.api.connect(name)

    page.resumes(3)

    assert set(page.realtime.connection_ids("ada")) == {"a1", "first", "third"}
    assert page.api.closed == []

    page.realtime.connect("ada", "fourth")
    page.api.connect("fourth")
    page.realtime.connections.forget("ada", "a1")
    page.resumes(3)
    assert set(page.realtime.connection_ids("ada")) == {"a1", "third", "fourth"}
    assert page.api.closed == ["first"]


def test_a_row_that_a_stale_read_missed_stays_as_it_is(realtime: Realtime) -> None:
    realtime.connect("ada", "a1", token_seconds=77)
    realtime.connect("ada", "b1", "c1", "d1", "e1")
    before = row_of(realtime)
    page = Page(realtime, CountingClient(realtime.client, {"Responses": {"connections": []}}))

    assert page.resumes()[-1]["type"] == "realtime.resumed"

    assert row_of(realtime) == before
    assert page.api.looked_at == []  # no limit is kept for a row that was there


def test_the_row_of_a_connection_that_turns_out_to_be_gone_is_deleted_again(page: Page) -> None:
    for after in (3, 0, 99):  # an answer, a replay, an error
        page.realtime.connections.forget("ada", "a1")
        page.api.drop("a1")
        page.realtime.resume(page.api).answer(resume_event({"after": sequence_text(after)}))
        assert row_of(page.realtime) is None


def test_the_row_that_a_connection_has_is_left_to_whoever_cleans_up(page: Page) -> None:
    page.api.drop("a1")
    page.realtime.resume(page.api).answer(resume_event({"after": sequence_text(3)}))
    assert row_of(page.realtime)


def test_an_expired_token_gets_no_new_row(page: Page) -> None:
    page.realtime.connections.forget("ada", "a1")
    page.resumes(3, context={"tokenExpiresAt": str(page.realtime.time)})
    assert row_of(page.realtime) is None
    assert page.client.calls == []


def test_the_same_events_are_sent_again_only_after_the_cooldown(page: Page) -> None:
    assert len(page.resumes(0)) == 4
    (refused,) = page.resumes(0)
    assert (refused["type"], refused["code"]) == ("realtime.error", "too-soon")
    assert refused["retryAfterSeconds"] == RESUME_COOLDOWN_SECONDS

    page.realtime.time += RESUME_COOLDOWN_SECONDS - 1
    assert page.resumes(1)[0]["retryAfterSeconds"] == 1

    page.realtime.time += 1
    assert len(page.resumes(0)) == 4


def test_a_refused_resume_does_not_lengthen_the_wait(page: Page) -> None:
    page.resumes(0)
    for _ in range(RESUME_COOLDOWN_SECONDS):
        assert page.resumes(0)[0]["code"] == "too-soon"
        page.realtime.time += 1
    assert page.resumes(0)[-1]["type"] == "realtime.resumed"


def test_a_page_that_makes_progress_never_waits(page: Page) -> None:
    assert page.resumes(0)[-1]["through"] == sequence_text(3)
    for number in range(4, 8):
        append(page.realtime, f"e{number}")
        assert [f.get("id") for f in page.resumes(number - 1)] == [f"e{number}", None]


def test_asking_for_the_whole_window_again_and_again_meets_the_cooldown(page: Page) -> None:
    assert page.resumes()[-1]["through"] == sequence_text(3)
    assert page.resumes()[0]["code"] == "too-soon"


def test_the_answer_in_parts_of_a_long_replay_is_never_too_soon(page: Page) -> None:
    assert PAGE_EVENTS == 500
    append(page.realtime, *(f"e{n}" for n in range(4, 8)))
    resume = page.realtime.resume(page.api, page_events=2)
    got = page.api.received["a1"]
    after = 0
    while True:
        resume.answer(resume_event({"after": sequence_text(after)}))
        last = json.loads(got[-1])
        assert last["type"] == "realtime.resumed"
        after = int(last["through"])
        if not last.get("more"):
            break
    assert [json.loads(text)["id"] for text in got if "specversion" in text] == [
        f"e{n}" for n in range(1, 8)
    ]


def test_a_replay_is_noted_twice_and_a_refusal_changes_nothing(page: Page) -> None:
    page.resumes(0)
    assert page.client.calls == ["batch_get_item", "update_item", "update_item", "query"]
    noted = row_of(page.realtime)

    page.client.calls.clear()
    page.resumes(0)
    assert page.client.calls == ["batch_get_item", "update_item"]
    assert row_of(page.realtime) == noted


def test_a_row_that_goes_amid_a_resume_leaves_no_part_of_a_row(realtime: Realtime) -> None:
    subscriptions = Subscriptions("connections", "events", client=realtime.client)
    wait = subscriptions.seconds_to_wait("ada", "a1", 0, 3, realtime.now_ms())
    assert wait == RESUME_COOLDOWN_SECONDS
    assert row_of(realtime) is None


def test_a_user_cannot_touch_the_row_of_another_users_connection(page: Page) -> None:
    page.realtime.connect("grace", "a1", token_seconds=50)
    before = row_of(page.realtime, "grace")
    page.resumes(0)
    assert row_of(page.realtime, "grace") == before


def test_keys_that_are_left_unprocessed_are_read_again(realtime: Realtime) -> None:
    realtime.connect("ada", "a1")
    append(realtime, "e1")
    left = {"events": {"Keys": [{"userId": {"S": "ada"}, "itemKey": {"S": "head"}}],
                       "ConsistentRead": True}}  # fmt: skip
    item = realtime.client.get_item(
        TableName="connections", Key={"userId": {"S": "ada"}, "connectionId": {"S": "a1"}}
    )["Item"]
    half = {"Responses": {"connections": [item]}, "UnprocessedKeys": left}
    client = CountingClient(realtime.client, half)
    subscriptions = Subscriptions(
        "connections", "events", sleep=realtime.pauses.append, client=client
    )

    row, head = subscriptions.read("ada", "a1")

    assert row is not None
    assert row.connection_id == "a1"
    assert head is not None
    assert head.sequence == 1
    assert client.calls == ["batch_get_item", "batch_get_item"]
    assert len(realtime.pauses) == 1


def test_keys_that_stay_unprocessed_end_in_an_error_that_says_so(realtime: Realtime) -> None:
    never: Any = {"Responses": {}, "UnprocessedKeys": {"events": {"Keys": []}}}
    client = CountingClient(realtime.client, *[never] * 20)
    subscriptions = Subscriptions(
        "connections", "events", sleep=realtime.pauses.append, client=client
    )

    with pytest.raises(SubscriptionThrottledError, match="6 attempts; try again"):
        subscriptions.read("ada", "a1")
    assert sum(realtime.pauses) < 4


def test_an_error_of_the_table_is_not_taken_for_a_refusal(realtime: Realtime) -> None:
    subscriptions = Subscriptions("no-such-table", "events", client=realtime.client)
    with pytest.raises(ClientError):
        subscriptions.seconds_to_wait("ada", "a1", 0, 3, 0)


def test_the_answer_tells_a_stages_own_time_and_no_other(page: Page) -> None:
    assert "resumeWithinSeconds" not in page.resumes(3)[0]

    resume = page.realtime.resume(page.api, within_seconds=6600)
    resume.answer(resume_event({"after": sequence_text(3)}))

    assert json.loads(page.api.received["a1"][-1])["resumeWithinSeconds"] == 6600
