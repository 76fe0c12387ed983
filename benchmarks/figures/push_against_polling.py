"""Buyers who learn an order's outcome by push, against the same buyers who ask for it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import asdict

from benchmarks.bench import Bench
from benchmarks.polling import actions, real_run, session, ways, wire
from benchmarks.polling.actions import Cost
from benchmarks.polling.constants import pace
from benchmarks.polling.real_run import Page, RealRun
from benchmarks.polling.session import Total
from benchmarks.polling.ways import EACH_5_SECONDS, EACH_SECOND, OURS, UNTIL_SECOND
from benchmarks.results import SIMULATED, TIMED_ONCE, Figure, Row, about, at_most, counted

TITLE = "Push against polling: a page open for ten minutes, one order in it"
BUYERS = (10, 100, 500)
SHOWN = 100
AS_SIMULATED = about(1, 0.05)
"""The simulation has to say what was really counted."""
ONE_RUN = "one run"


def measure(bench: Bench) -> Figure:
    """Count each action, let a minute really run, then simulate ten minutes."""
    bench.doing("counting what each action takes")
    costs = actions.counted()
    bench.doing(f"{2 * real_run.PAGES} pages for {real_run.SECONDS} s")
    real = real_run.run(bench.stage)
    costs = actions.with_bytes(costs, wire.sizes(bench.stage, real.buyer, real.order_id))
    latencies = ways.Latencies(
        push=statistics.median(page.seconds_to_know for page in real.pushed),
        read=statistics.median(one for page in real.polled for one in page.latencies),
    )
    totals = {number: ways.all_ways(number, costs, pace(), latencies) for number in BUYERS}
    idle = ways.idle_hour(costs, pace())
    rows = [*simulated(totals[SHOWN], idle), *checked(real, costs, latencies)]
    series = {
        "by_buyers": {str(number): ways.as_series(found) for number, found in totals.items()},
        "actions": {name: asdict(cost) for name, cost in costs.items()},
        "latencies": asdict(latencies),
        "idle_hour": asdict(idle),
    }
    return Figure("push-against-polling", TITLE, tuple(rows), series)


def simulated(totals: Mapping[str, Total], idle: Cost) -> list[Row]:
    """The table's rows: what is billed, and who knows sooner."""
    ours = totals[OURS]
    what = f"{SHOWN} buyers"

    def bill(kind: str, peer: str, limit: float | None = None, note: str = "") -> Row:
        goal = None if limit is None else at_most(limit)
        mine, theirs = (getattr(totals[way].cost, kind) for way in (OURS, peer))
        name = kind.replace("_", " ")
        return counted(
            f"{what}, {name}", mine, f"asking {peer}", theirs, name, goal, note, SIMULATED
        )

    def know(peer: str, limit: float | None = None) -> Row:
        goal = None if limit is None else at_most(limit)
        return counted(f"{what}, seconds to know (median)", ours.median_seconds, f"asking {peer}",
                       totals[peer].median_seconds, "s", goal, kind=SIMULATED)  # fmt: skip

    return [
        bill("requests", EACH_SECOND, 1 / 20, "a message of a WebSocket counts as a request"),
        know(EACH_SECOND, 0.2),
        bill("invocations", EACH_SECOND),
        bill("read_units", EACH_SECOND),
        bill("bytes", EACH_SECOND, None, "HTTP/1.1; HTTP/2 compresses headers: not measured"),
        bill("requests", EACH_5_SECONDS),
        know(EACH_5_SECONDS),
        bill("requests", UNTIL_SECOND, None,
             "polling is cheaper: it asks three or four times, and a page without an order asks "
             f"nothing. An open page of ours sends and gets {idle.requests:.0f} messages an hour."),
        know(UNTIL_SECOND),
    ]  # fmt: skip


def checked(real: RealRun, costs: Mapping[str, Cost], latencies: ways.Latencies) -> list[Row]:
    """The simulation of the real minute beside what was counted in it."""
    seconds, of_client = real_run.SECONDS, pace()
    polls = session.Polls(real_run.POLL_SECONDS, always=True)
    pushed = [
        session.pushed(page.buyer, of_client, latencies.push, seconds) for page in real.pushed
    ]
    polled = [session.polled(page.buyer, polls, latencies.read, seconds) for page in real.polled]
    what, peer = f"a real run of {seconds} s", "simulated"
    return [
        counted(f"{what}, requests of push", _requests(real.pushed), peer,
                session.total(pushed, costs).cost.requests, "requests", AS_SIMULATED, ONE_RUN,
                SIMULATED),
        counted(f"{what}, requests of polls", _requests(real.polled), peer,
                session.total(polled, costs).cost.requests, "requests", AS_SIMULATED, ONE_RUN,
                SIMULATED),
        counted(f"{what}, seconds to know by polls (median)", _median(real.polled), peer,
                statistics.median(one.seconds_to_know for one in polled), "s", None, ONE_RUN,
                TIMED_ONCE),
        counted(f"{what}, seconds to know by push (median)", _median(real.pushed),
                f"asking {EACH_SECOND}", _median(real.polled), "s", at_most(0.2), ONE_RUN,
                TIMED_ONCE),
    ]  # fmt: skip


def _requests(pages: tuple[Page, ...]) -> int:
    return sum(page.requests for page in pages)


def _median(pages: tuple[Page, ...]) -> float:
    return statistics.median(page.seconds_to_know for page in pages)
