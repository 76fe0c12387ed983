"""One event for all connections of one user, against posting to them in turn."""

from __future__ import annotations

import time
from typing import Any

from moto import mock_aws

from benchmarks.bench import Bench
from benchmarks.results import Figure, at_most
from benchmarks.turns import compared, in_turns, milliseconds
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from tests.support.notifier_on_moto import new_realtime

TITLE = "Fan-out: one user with many connections"
POST_SECONDS = 0.02  # about what one PostToConnection takes within a Region
CONNECTIONS = 20


class GoneError(Exception):
    """Stands where botocore's modelled error would; never raised here."""


class TimedApi:
    """A management API whose every post takes ``POST_SECONDS``."""

    class exceptions:
        GoneException = GoneError

    def post_to_connection(self, **_: Any) -> None:
        time.sleep(POST_SECONDS)


def measure(_: Bench) -> Figure:
    """Posts side by side against posts in turn."""
    with mock_aws():
        realtime = new_realtime()
        realtime.connect("ada", *(f"c{n}" for n in range(CONNECTIONS)), token_seconds=7200)
        api = TimedApi()
        delivery = Delivery(realtime.connections, ManagementApi("", client=api))
        together, turn = in_turns(
            [
                milliseconds(lambda: delivery.post("ada", "x")),
                milliseconds(api.post_to_connection, times=CONNECTIONS),
            ]
        )
    row = compared(
        f"{CONNECTIONS} connections", together, "in turn",
        [CONNECTIONS * one for one in turn], "ms", at_most(0.1),
    )  # fmt: skip
    return Figure("fan-out", TITLE, (row,))
