"""One event for all connections of one user: ours, and the loop that most handlers have."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.fan_out.slow_gateway import ENDPOINT, SlowGateway, connection_ids
from functions.realtime.push.delivery_and_cleanup import Delivery, PostCounts
from functions.realtime.push.management_api import CallResult, ManagementApi
from functions.realtime.stores.connections import Connection, Connections

USER = "ada"
FRAME = "x" * 400
"""About what an outcome is long."""


class Rows(Connections):
    """The connections table without DynamoDB: this figure is about posts."""

    def __init__(self, connection_ids: list[str]) -> None:
        self._ids = connection_ids
        self.forgotten: list[str] = []

    def of_user(self, user_id: str) -> list[Connection]:
        """All connections, each time: what was forgotten comes back for the next round."""
        return [Connection(one, 0, opening=False, authorized=True) for one in self._ids]

    def forget(self, user_id: str, connection_id: str) -> None:
        """Note it."""
        self.forgotten.append(connection_id)


class Fan:
    """A user with so many connections, and both ways to reach them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.gateway = SlowGateway()
        self.rows = Rows(connection_ids(number))
        self._management = ManagementApi(ENDPOINT, client=self.gateway.client)
        self._delivery = Delivery(self.rows, self._management)

    def ours(self) -> PostCounts:
        """The product's delivery."""
        return self._delivery.post(USER, FRAME)

    def in_turn(self) -> PostCounts:
        """Post, and forget who is gone, one after another. It tries a throttled post as often."""
        counts: Any = {"delivered": 0, "gone": 0, "throttled": 0}
        for one in self.rows.of_user(USER):
            result = self._management.post(one.connection_id, FRAME)
            if result is CallResult.GONE:
                self.rows.forget(USER, one.connection_id)
            counts[result.value] += 1
        result_counts: PostCounts = counts
        return result_counts

    def median_page(self, way: Callable[[], object]) -> float:
        """Milliseconds until half of the pages that are open have the event."""
        self.gateway.forget()
        began = time.perf_counter()
        way()
        served = sorted(self.gateway.served_at.values())
        return 1000 * (served[(len(served) - 1) // 2] - began)

    def all_pages(self, way: Callable[[], object]) -> float:
        """Milliseconds until the call is over: then every open page has the event."""
        self.gateway.forget()
        began = time.perf_counter()
        way()
        return 1000 * (time.perf_counter() - began)
