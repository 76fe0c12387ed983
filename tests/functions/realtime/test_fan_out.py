"""One user's many connections: none waits for a slow one, and threads are started once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.common import dynamodb
from functions.common.dynamodb import MOST_SOCKETS
from functions.realtime.push import management_api
from functions.realtime.push.concurrent_calls import MOST_AT_ONCE, at_once
from functions.realtime.stores.connections import Connection, Connections
from tests.support.notifier_on_moto import LIFE_SECONDS, Realtime, an_event
from tests.support.strict_management_api import StrictManagementApi


class SlowTable:
    """Counts the deletions that run at once."""

    def __init__(self) -> None:
        self.deleted = self.most_at_once = self._at_once = 0
        self._lock = threading.Lock()

    def delete_item(self, **_: Any) -> None:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(0.002)  # so that others come meanwhile
        with self._lock:
            self._at_once -= 1
            self.deleted += 1


class Watched:
    """Connections and a management API that note when all but the slow connection are served."""

    def __init__(self, realtime: Realtime, tabs: int) -> None:
        self.names = [f"tab-{n}" for n in range(tabs)]
        realtime.connect("ada", "slow", *self.names, "gone")
        realtime.connect("ada", "expired", token_seconds=0)
        self.api = StrictManagementApi("slow", "expired", *self.names)
        self.delivery = realtime.delivery(self.api)
        self.all_others_served = threading.Event()
        self._left = {*self.names, "gone", "expired"}
        self._lock = threading.Lock()
        self.api.post_to_connection = self._post  # type: ignore[method-assign]
        self.delivery._connections.forget = self._forget  # type: ignore[method-assign]

    def _post(self, *, ConnectionId: str, Data: bytes) -> dict[str, Any]:
        if ConnectionId == "slow":
            assert self.all_others_served.wait(30), f"not served: {self._left}"
        answer = StrictManagementApi.post_to_connection(
            self.api, ConnectionId=ConnectionId, Data=Data
        )
        self._served(ConnectionId)
        return answer

    def _forget(self, user_id: str, connection_id: str) -> None:
        self._served(connection_id)

    def _served(self, connection_id: str) -> None:
        with self._lock:
            self._left.discard(connection_id)
            if not self._left:
                self.all_others_served.set()


def test_while_one_post_hangs_all_others_are_posted_forgotten_and_closed(
    realtime: Realtime,
) -> None:
    """The slow post returns only once nothing else is left to do."""
    watched = Watched(realtime, tabs=97)

    counts = watched.delivery.post("ada", "frame")

    assert counts == {"delivered": 98, "gone": 1, "throttled": 0}
    assert watched.api.closed == ["expired"]


def test_a_second_push_starts_no_thread() -> None:
    connections = [Connection(f"c{n}", n, opening=False, authorized=True) for n in range(100)]

    def threads() -> set[int]:
        everybody = threading.Barrier(len(connections), timeout=30)

        def name_it(_: Connection) -> int:
            everybody.wait()
            return threading.get_ident()

        return {number for _, number in at_once(name_it, connections) if isinstance(number, int)}

    threads()
    known = {thread.ident for thread in threading.enumerate()}

    assert threads() <= known


def test_one_connection_needs_no_thread() -> None:
    only = [Connection("c", 0, opening=False, authorized=True)]
    assert at_once(lambda _: threading.current_thread(), only) == [
        (only[0], threading.current_thread())
    ]


def test_the_client_keeps_as_many_connections_open_as_there_are_calls_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = management_api.new_client("https://api.execute-api.us-east-1.amazonaws.com/live")
    assert client.meta.config.max_pool_connections == MOST_AT_ONCE


def test_the_clients_sockets_are_fewer_than_the_files_that_lambda_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for make in (dynamodb.table_client, dynamodb.low_level_client):
        make.cache_clear()
        assert make().meta.config.max_pool_connections == MOST_SOCKETS
        make.cache_clear()
    assert MOST_AT_ONCE + 2 * MOST_SOCKETS < 1024


def test_rows_that_are_gone_are_deleted_by_no_more_calls_at_once_than_there_are_sockets() -> None:
    table = SlowTable()
    connections = Connections("connections", client=table)
    with ThreadPoolExecutor(3 * MOST_SOCKETS) as threads:
        list(threads.map(lambda n: connections.forget("ada", f"c{n}"), range(3 * MOST_SOCKETS)))
    assert table.deleted == 3 * MOST_SOCKETS
    assert table.most_at_once <= MOST_SOCKETS


def test_an_event_for_one_user_is_stored_once_for_all_connections(realtime: Realtime) -> None:
    realtime.connect("ada", *(f"c{n}" for n in range(100)), token_seconds=LIFE_SECONDS)
    api = StrictManagementApi(*(f"c{n}" for n in range(100)))

    assert realtime.push(api, "ada", an_event())["delivered"] == 100
    assert realtime.sequences() == [1]
