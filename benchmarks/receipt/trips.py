"""Calls of DynamoDB that a push makes, counted on a simulated clock: each call takes a second.

So the seconds that have passed are the calls that waited for one another.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.contention.producers import NOW, USER, WINDOW_SECONDS, an_event
from benchmarks.contention.simulated_clock import SimulatedClock
from benchmarks.contention.simulated_table import SimulatedTable
from benchmarks.receipt.peers import common_handler
from functions.realtime.protocol.push_request import PushRequest
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.push.store_then_deliver import Pusher
from functions.realtime.stores.connections import ConnectionRow, Connections
from functions.realtime.stores.replay_log import ReplayLog


@dataclass(frozen=True)
class Trips:
    """What one push to a user with one open page takes of DynamoDB."""

    in_sequence: int
    calls: int
    read_units: int
    write_units: int


class OpenConnections:
    """A management API whose every connection is open."""

    class exceptions:
        GoneException = type("GoneError", (Exception,), {})

    def post_to_connection(self, **_: Any) -> None:
        pass


class Tables:
    """Both tables of a stage, on one clock, with one open page."""

    def __init__(self) -> None:
        self.clock = SimulatedClock()
        self.events, self.connections = (
            SimulatedTable(self.clock, random.Random(1), 1, spread=0)  # noqa: S311
            for _ in range(2)
        )
        row = ConnectionRow(USER, "c1", 1000 * (NOW - 100), NOW + 100, NOW + 100)
        self.clock.run([lambda: self.connections.put_item(Item=row.to_item())])

    def trips(self, push: Any) -> Trips:
        """What the push takes."""
        for table in (self.events, self.connections):
            table.forget()
        began = self.clock.seconds
        self.clock.run([push])
        both = (self.events, self.connections)
        return Trips(
            round(self.clock.seconds - began),
            sum(sum(table.calls.values()) for table in both),
            sum(table.read_units for table in both),
            sum(table.write_units for table in both),
        )


def of_our_pushes(events: int) -> list[Trips]:
    """Of a user's first events, one after the other."""
    tables = Tables()
    log = ReplayLog(
        "events", now=lambda: NOW, sleep=tables.clock.sleep, client=tables.events,
        epoch=lambda: "e" * 16, monotonic=tables.clock.monotonic,
        at_once=tables.clock.side_by_side,
    )  # fmt: skip
    connections = Connections("connections", now=lambda: NOW, client=tables.connections)
    api = ManagementApi("", client=OpenConnections())
    pusher = Pusher(log, Delivery(connections, api), WINDOW_SECONDS)
    requests = [PushRequest(USER, an_event(f"ord-{n}")) for n in range(events)]
    return [tables.trips(partial(pusher.handle, one)) for one in requests]


def of_the_common_handler() -> Trips:
    """The peer's."""
    tables, api = Tables(), OpenConnections()
    request = {"userId": USER, "event": an_event("ord-1")}
    return tables.trips(lambda: common_handler.push(request, tables.connections, api))
