"""Two users with two pages each, on one stage whose clock, tables and networks a test moves."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from contract.limits import SUBSCRIPTION_CHECK_SECONDS
from functions.realtime.open_connection import open_connection
from functions.realtime.protocol.push_request import parse
from functions.realtime.stores.replay_log import ReplayLog
from tests.support.faulty_pages import Interrupted, LiveApi, ToldPage
from tests.support.notifier_on_moto import LIFE_SECONDS, Realtime, an_event, create_table

USERS = ("ada", "grace")
WINDOW_SECONDS = 600
TOKEN_SECONDS = 3000
PAGE_EVENTS = 3
Pushed = dict[str, list[tuple[str, int]]]
"""User id -> (event id, time) of each event of a log, in order."""


class World:
    """What pushes, pages and operators do. ``counts`` says how often each fault was met."""

    def __init__(self, realtime: Realtime) -> None:
        self.realtime = realtime
        realtime.window_seconds = WINDOW_SECONDS
        self.counts: Counter[str] = Counter()
        self.api = LiveApi(realtime.now, lambda kind: self.counts.update([kind]))
        self.pages = [ToldPage(USERS[n % 2]) for n in range(4)]
        self.numbers = itertools.count(1)
        self.opened_at: dict[str | None, int] = {}
        self.pushed: Pushed = {user: [] for user in USERS}
        self.backup: tuple[list[Any], Pushed] = ([], deepcopy(self.pushed))
        self.left_log: ReplayLog | None = None

    def push(
        self, user: str, event_id: str | None = None, *, client: Any = None, again: bool = False
    ) -> Any:
        """Push an event; an id that was pushed before is counted no second time."""
        event_id = event_id or self.new_id()
        log = self.realtime.log_over(client or self.realtime.client)
        pusher = self.realtime.pusher(self.api, log)
        answer = pusher.handle(parse({"userId": user, "event": an_event(event_id)}))
        if not again:
            self.pushed[user].append((event_id, self.realtime.time))
        self.answer_resumes()
        return answer

    def new_id(self) -> str:
        """An event id that was never used."""
        return f"e{next(self.numbers)}"

    def amid(self, call: str, act: Callable[[], object]) -> Interrupted:
        """A client that lets something happen before its next call of that name."""
        return Interrupted(self.realtime.client, call, act)

    def open(self, page: ToldPage, amid: Callable[[], object] = lambda: None) -> None:
        """The page connects; ``amid`` happens before API Gateway knows the connection."""
        connection_id = f"c{next(self.numbers)}"
        self.opened_at[connection_id] = self.realtime.time
        event = self._event(page, connection_id)
        admission = self.realtime.admission(self.api)
        open_connection(event, admission, [], self.realtime.now_ms)
        amid()
        self.api.connect(connection_id)
        self.api.pages[connection_id] = page
        page.opened(connection_id)
        page.trusted_since = page.asks_at = self.realtime.time

    def vanish(self, page: ToldPage) -> None:
        """The page's network is gone, without ``$disconnect``."""
        if page.connection_id:
            self.api.drop(page.connection_id)
            page.lost()

    def forget_row(self, page: ToldPage) -> None:
        """The page's row is deleted while its socket stays open."""
        self.counts["row gone"] += bool(page.connection_id)
        self.realtime.connections.forget(page.user_id, str(page.connection_id))

    def row(self, page: ToldPage) -> dict[str, Any] | None:
        """The page's row in the table of connections."""
        key = {"userId": page.user_id, "connectionId": page.connection_id}
        answer = self.realtime.plain_client.get_item(TableName="connections", Key=key)
        found: dict[str, Any] | None = answer.get("Item")
        return found

    def take_backup(self) -> None:
        """Remember the log as of now."""
        items = self.realtime.plain_client.scan(TableName=self.realtime.events_table)["Items"]
        self.backup = (items, deepcopy(self.pushed))

    def restore_backup(self) -> None:
        """Copy the items of the backup into a new table, and point the functions at it."""
        items, pushed = self.backup
        self.left_log = self.realtime.log
        self.realtime.events_table = f"events-{next(self.numbers)}"
        create_table(self.realtime.client, self.realtime.events_table, "itemKey")
        for item in items:
            self.realtime.plain_client.put_item(TableName=self.realtime.events_table, Item=item)
        self.pushed = deepcopy(pushed)
        self.counts["restored"] += 1

    def pass_time(self, seconds: int) -> None:
        """Time goes on. Each page sends what it wants to send when its time has come."""
        until = self.realtime.time + seconds
        for _ in range(1000):
            due = min((t for page in self.pages if (t := self._next_step(page))), default=until)
            self.realtime.time = max(self.realtime.time, min(due, until))
            for page in self.pages:
                self._step(page)
            self.answer_resumes()
            if due >= until:
                return
        raise AssertionError("a page's time to ask has come, but it does not ask")

    def _next_step(self, page: ToldPage) -> int | None:
        if page.connection_id is None:
            return None
        closed_at = self.opened_at[page.connection_id] + LIFE_SECONDS
        proves_at = page.trusted_since + SUBSCRIPTION_CHECK_SECONDS
        return min(closed_at, page.asks_at if page.wants_resume else proves_at)

    def _step(self, page: ToldPage) -> None:
        due = self._next_step(page)
        if due is None or due > self.realtime.time:
            return
        if self.opened_at[page.connection_id] + LIFE_SECONDS <= self.realtime.time:
            self.vanish(page)  # API Gateway closes connections after two hours
        else:
            page.prove()

    def answer_resumes(self) -> None:
        """Every page that may ask now asks until it has everything."""
        for page in self.pages:
            asked = page.resumes
            while page.wants_resume and page.asks_at <= self.realtime.time:
                self.resume(page)
                assert page.resumes < asked + 1000, "it asks for the same events for ever"
            if page.resumes > asked and page.connection_id and not page.wants_resume:
                self.check(page)

    def resume(self, page: ToldPage, client: Any = None) -> None:
        """The page sends ``resume``. When no answer comes its patience ends: it is cut off."""
        before = page.connection_id
        event = self._event(page, str(before), json.dumps(page.resume_frame()))
        client = client or self.realtime.client
        resume = self.realtime.resume(self.api, client=client, page_events=PAGE_EVENTS)
        resume.answer(event)
        if page.resuming and page.connection_id == before:
            self.vanish(page)

    def check(self, page: ToldPage) -> None:
        """A page whose ``resume`` was answered has its row and every event that still exists."""
        assert page.epoch == self.realtime.log.epoch()
        log = self.pushed[page.user_id]
        expected = set(range(1, len(log) + 1))
        for after, through, was_lossy in page.told:
            gap = {n for n in expected if after < n <= through}
            outside = {n for n in gap if log[n - 1][1] + WINDOW_SECONDS <= self.realtime.time}
            expected -= (gap if was_lossy else outside) - set(page.delivered)
        assert page.delivered == sorted(expected)
        opened_at = self.opened_at[page.connection_id]
        row = self.row(page)
        assert row is not None, "it is open, but deaf"
        assert int(row["openedAtMs"]) == 1000 * opened_at
        assert int(row["authorizedUntil"]) == opened_at + TOKEN_SECONDS
        assert int(row["expiresAt"]) == opened_at + LIFE_SECONDS

    def _event(self, page: ToldPage, connection_id: str, body: str = "") -> dict[str, Any]:
        opened_at = self.opened_at[connection_id]
        token = {"userId": page.user_id, "tokenExpiresAt": str(opened_at + TOKEN_SECONDS)}
        context = {"connectionId": connection_id, "authorizer": token}
        return {"requestContext": context | {"connectedAt": 1000 * opened_at}, "body": body}
