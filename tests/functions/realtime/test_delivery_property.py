"""A page that connects again has every event once, in order, whatever happened before."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from moto import mock_aws

from client.python_model import PageModel
from functions.realtime.open_connection import open_connection
from functions.realtime.protocol.push_request import parse
from functions.realtime.stores.connections import HANDSHAKE_SECONDS
from tests.support.notifier_on_moto import Realtime, an_event, new_realtime
from tests.support.strict_management_api import StrictManagementApi

USERS = ("ada", "grace")
WINDOW_SECONDS = 600
TOKEN_SECONDS = 3000
LIFE_SECONDS = 7200
pages = st.integers(0, 3)
users = st.sampled_from(USERS)


class LiveApi(StrictManagementApi):
    """Gives each frame to the page of the connection."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, PageModel] = {}

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> dict[str, Any]:
        answer = super().post_to_connection(ConnectionId=ConnectionId, Data=Data)
        self.pages[ConnectionId].receive(Data.decode())
        return answer

    def delete_connection(self, *, ConnectionId: str) -> dict[str, Any]:
        answer = super().delete_connection(ConnectionId=ConnectionId)
        self.pages[ConnectionId].lost()
        return answer


class Interrupted:
    """A DynamoDB client that calls ``act`` once, before a call of that name."""

    def __init__(self, client: Any, before: str, act: Callable[[], object]) -> None:
        self._client, self._before, self._act = client, before, act

    def __getattr__(self, name: str) -> Any:
        if name == self._before:
            self._before = ""
            self._act()
        return getattr(self._client, name)


class Delivery(RuleBasedStateMachine):
    """Two users with two pages each. Producers, networks and clocks act at random."""

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws(config={"core": {"mock_credentials": True}})
        self.aws.start()
        self.realtime: Realtime = new_realtime()
        self.realtime.window_seconds = WINDOW_SECONDS
        self.api = LiveApi()
        self.pages = [PageModel(USERS[n % 2]) for n in range(4)]
        self.ids = itertools.count(1)
        self.connection_ids = itertools.count(1)
        self.opened_at: dict[str | None, int] = {}
        self.pushed: dict[str, list[tuple[str, int]]] = {user: [] for user in USERS}

    @initialize()
    def every_page_opens(self) -> None:
        for number in range(len(self.pages)):
            self.come_back(number)

    @rule(user=users)
    def push(self, user: str) -> None:
        self._push(user, f"e{next(self.ids)}")

    @rule(user=users, back=st.integers(1, 5))
    def push_an_id_again(self, user: str, back: int) -> None:
        known = self.pushed[user][-back:]
        if known and known[0][1] > self.realtime.time - WINDOW_SECONDS:
            self._push(user, known[0][0], again=True)

    @rule(user=users, before=st.sampled_from(["get_item", "batch_write_item", "put_item"]))
    def push_while_another_producer_overtakes(self, user: str, before: str) -> None:
        rival = f"e{next(self.ids)}"
        client = Interrupted(self.realtime.client, before, lambda: self._push(user, rival))
        self._push(user, f"e{next(self.ids)}", client=client)

    @rule(user=users)
    def push_that_dies_before_it_posts_and_is_repeated(self, user: str) -> None:
        event_id = f"e{next(self.ids)}"
        self.realtime.log.append(user, an_event(event_id), WINDOW_SECONDS)
        self._push(user, event_id)

    @rule(user=users)
    def push_that_dies_before_it_posts(self, user: str) -> None:
        event_id = f"e{next(self.ids)}"
        self.realtime.log.append(user, an_event(event_id), WINDOW_SECONDS)
        self.pushed[user].append((event_id, self.realtime.time))

    @rule(number=pages)
    def vanish_without_disconnect(self, number: int) -> None:
        page = self.pages[number]
        if page.connection_id:
            self.api.drop(page.connection_id)
            page.lost()

    @rule(number=pages, status=st.sampled_from([429, 500]), times=st.integers(1, 6))
    def read_slowly(self, number: int, status: int, times: int) -> None:
        connection_id = self.pages[number].connection_id
        if connection_id:
            self.api.fail(connection_id, *[status] * times)

    @rule(number=pages)
    def come_back(self, number: int) -> None:
        if self.pages[number].connection_id is None:
            self._open(self.pages[number])
            self._answer_resumes()

    @rule(number=pages, user=users)
    def come_back_while_a_producer_pushes(self, number: int, user: str) -> None:
        page = self.pages[number]
        if page.connection_id is None:
            self._open(page)
            rival = f"e{next(self.ids)}"
            client = Interrupted(self.realtime.client, "query", lambda: self._push(user, rival))
            self._resume(page, client)
            self._answer_resumes()

    @rule(number=pages)
    def reload_while_a_producer_pushes_amid_the_handshake(self, number: int) -> None:
        page = self.pages[number]
        self.vanish_without_disconnect(number)
        self._open(page, amid=lambda: self._push(page.user_id, f"e{next(self.ids)}"))
        self._answer_resumes()

    @rule(seconds=st.sampled_from([1, 200, WINDOW_SECONDS + 1]))
    def let_time_pass(self, seconds: int) -> None:
        self.realtime.time += seconds
        for number, page in enumerate(self.pages):  # API Gateway closes connections after two hours
            if self.realtime.time - self.opened_at.get(page.connection_id, 0) >= LIFE_SECONDS:
                self.vanish_without_disconnect(number)

    @invariant()
    def every_page_has_each_event_at_most_once_and_in_order(self) -> None:
        for page in self.pages:
            assert page.delivered == sorted(set(page.delivered))

    def teardown(self) -> None:
        """Every page connects again. Then each has every event outside the gaps it was told of."""
        try:
            for page in self.pages:
                self._settle(page)
            for page in self.pages:
                self._check(page)
            self.let_time_pass(HANDSHAKE_SECONDS + 1)
            for user in USERS:  # deletes rows of gone connections, closes expired ones
                self._push(user, f"e{next(self.ids)}")
            for page in self.pages:
                self._settle(page)
            for user in USERS:
                self._hears_live(user)
        finally:
            self.aws.stop()

    def _settle(self, page: PageModel) -> None:
        for _ in range(20):
            if page.connection_id is None:
                self._open(page)
            page.wants_resume = True
            self.api.fail(str(page.connection_id))
            self._answer_resumes()
            if page.connection_id is not None and not page.wants_resume:
                return
        raise AssertionError("the page never settled")

    def _check(self, page: PageModel) -> None:
        log = self.pushed[page.user_id]
        expected = set(range(1, len(log) + 1))
        for after, through in page.gaps:
            outside = (n for n in expected if self._left_window(log, n) and after < n <= through)
            expected -= set(outside) - set(page.delivered)
        assert page.delivered == sorted(expected)

    def _hears_live(self, user: str) -> None:
        """A page with an open connection gets a pushed event without a resume."""
        event = {"userId": user, "event": an_event(f"e{next(self.ids)}")}
        result: Any = self.realtime.pusher(self.api, self.realtime.log).handle(parse(event))
        assert result["delivered"] == 2
        for page in self.pages:
            assert page.user_id != user or page.delivered[-1] == int(result["sequence"])

    def _left_window(self, log: list[tuple[str, int]], sequence: int) -> bool:
        return log[sequence - 1][1] + WINDOW_SECONDS <= self.realtime.time

    def _push(self, user: str, event_id: str, *, client: Any = None, again: bool = False) -> None:
        log = self.realtime.log_over(client or self.realtime.client)
        request = {"userId": user, "event": an_event(event_id)}
        self.realtime.pusher(self.api, log).handle(parse(request))
        if not again:
            self.pushed[user].append((event_id, self.realtime.time))
        self._answer_resumes()

    def _open(self, page: PageModel, amid: Callable[[], object] = lambda: None) -> None:
        connection_id = f"c{next(self.connection_ids)}"
        context = {"userId": page.user_id, "tokenExpiresAt": self.realtime.time + TOKEN_SECONDS}
        event = {"requestContext": {"connectionId": connection_id, "authorizer": context}}
        open_connection(event, self.realtime.admission(self.api), [], self.realtime.now_ms)
        amid()
        self.api.connect(connection_id)
        self.api.pages[connection_id] = page
        page.opened(connection_id)
        self.opened_at[connection_id] = self.realtime.time

    def _answer_resumes(self) -> None:
        for page in self.pages:
            for _ in range(1000):
                if page.connection_id is None or not page.wants_resume:
                    break
                self._resume(page, self.realtime.client)
            else:
                raise AssertionError("a page asks for the same events for ever")

    def _resume(self, page: PageModel, client: Any) -> None:
        event = {
            "requestContext": {
                "connectionId": page.connection_id,
                "connectedAt": 1000 * self.opened_at[page.connection_id],
                "authorizer": {"userId": page.user_id},
            },
            "body": json.dumps(page.resume_frame()),
        }
        self.realtime.resume(self.api, client=client, page_events=3).answer(event)


Delivery.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
test_every_page_has_every_event_once_and_in_order = Delivery.TestCase
