"""``make bench``: ratios that hold on any machine, each with the claim it stands for."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto import mock_aws

from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from tests.support.notifier_on_moto import Realtime, an_event, new_realtime

POST_SECONDS = 0.02  # about what one PostToConnection takes within a Region
ROUNDS = 15


class GoneError(Exception):
    """Stands where botocore's modelled error would; never raised here."""


class TimedApi:
    """A management API whose every post takes ``POST_SECONDS``."""

    class exceptions:
        GoneException = GoneError

    def post_to_connection(self, **_: Any) -> None:
        time.sleep(POST_SECONDS)


@dataclass(frozen=True)
class Ratio:
    """One measurement against another."""

    claim: str
    slow: Callable[[], object]
    fast: Callable[[], object]

    def measure(self) -> float:
        """Median of ``slow`` over median of ``fast``, taken in turns."""
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for action, taken in zip((self.slow, self.fast), times, strict=True):
                started = time.perf_counter()
                action()
                taken.append(time.perf_counter() - started)
        return statistics.median(times[0]) / statistics.median(times[1])


def ratios(realtime: Realtime) -> list[Ratio]:
    """The measurements on a running mock of the tables."""
    for user, tabs in (("one", 1), ("twenty", 20)):
        realtime.connect(user, *(f"{user}-{n}" for n in range(tabs)), token_seconds=7200)
    delivery = Delivery(realtime.connections, ManagementApi("", client=TimedApi()))
    for n in range(500):
        realtime.log.append("long", an_event(f"e{n}"), 3600)
    realtime.log.append("short", an_event("e0"), 3600)

    def resumed(user: str) -> list[tuple[int, str]]:
        head = realtime.log.head(user)
        return list(realtime.log.between(user, head.sequence, head)) if head else []

    return [
        Ratio("20 tabs take about as long as one (posts do not wait for each other)",
              lambda: delivery.post("twenty", "x"), lambda: delivery.post("one", "x")),
        Ratio("a resume that missed nothing costs the same however long the log",
              lambda: resumed("long"), lambda: resumed("short")),
        Ratio("a repeated id is answered without writing: an append over a repeat",
              lambda: realtime.log.append("short", an_event(os.urandom(8).hex()), 3600),
              lambda: realtime.log.append("long", an_event("e0"), 3600)),
    ]  # fmt: skip


def main() -> None:
    """Print each ratio and its claim."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    with mock_aws():
        for ratio in ratios(new_realtime()):
            print(f"  {ratio.measure():6.2f} x  {ratio.claim}")


if __name__ == "__main__":
    main()
