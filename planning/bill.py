"""Quantities and prices -> the lines of a bill. Pure.

A line is one service's part: what, how often, at which price. ``monthly`` is a whole stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contract.quotas import HEARTBEAT_SECONDS
from planning import prices
from planning.load import Load
from planning.prices import Price
from planning.quantities import BYTES, GB, gb_seconds, of_one, run_time
from planning.unit_counts import Bill, Counts

PINGS_PER_HOUR = 3600 // HEARTBEAT_SECONDS
USUAL_END = "FINALIZED"


@dataclass(frozen=True)
class Line:
    """One line of a bill for a month."""

    what: str
    quantity: float
    price: Price
    arithmetic: str = ""
    """How the quantity comes about."""

    @property
    def cost(self) -> float:
        """In dollars."""
        return self.price.cost(self.quantity)


def total(lines: Iterable[Line]) -> float:
    """Dollars of all lines."""
    return sum(line.cost for line in lines)


def by_service(lines: Sequence[Line]) -> dict[str, float]:
    """Dollars of each service, in the order of the lines."""
    sums: dict[str, float] = {}
    for line in lines:
        sums[line.price.service] = sums.get(line.price.service, 0.0) + line.cost
    return sums


def lines_of(name: str, bill: Bill, times: float, counts: Counts, why: str = "") -> list[Line]:
    """What so many of one thing cost. Lines without a quantity are left out."""
    arm, x86 = counts.invoked(bill), counts.invoked(bill, x86_64=True)
    each: list[tuple[str, float, Price, str]] = [
        ("state transitions", bill.transitions, prices.TRANSITION, "transition"),
        ("requests", bill.requests, prices.REQUEST, "request"),
        ("messages", bill.messages, prices.MESSAGE, "message"),
        ("invocations", bill.all_invocations, prices.INVOCATION, "invocation"),
        ("GB-seconds", gb_seconds(arm, counts), prices.GB_SECOND, run_time(arm, counts)),
        (
            "GB-seconds on x86_64",
            gb_seconds(x86, counts),
            prices.GB_SECOND_X86,
            run_time(x86, counts),
        ),
        ("write units", bill.write_units, prices.WRITE, "write unit"),
        ("read units", bill.read_units, prices.READ_UNIT, "read unit"),
        ("events", bill.events, prices.EVENT, "event"),
        ("queue messages", bill.queue_messages, prices.QUEUE_REQUEST, "message"),
        ("GB of logs", counts.logged_bytes(bill) / GB, prices.LOG_GB, BYTES),
        ("GB sent", bill.sent_bytes / GB, prices.OUT_GB, BYTES),
    ]
    return [
        Line(f"{name}: {what}", times * one, price,
             f"{why or f'{times:,.0f}'} x {of_one(one, unit)}")
        for what, one, price, unit in each
        if one
    ]  # fmt: skip


def order_cost(bill: Bill, counts: Counts) -> float:
    """Dollars of a million orders that end so."""
    return total(lines_of("order", bill, prices.MILLION, counts))


def orders_and_saga(load: Load, counts: Counts) -> list[Line]:
    """The orders of a month, all FINALIZED. The push of the outcome is in it."""
    why = f"{load.orders_a_day:,} a day x 30 days"
    return lines_of("orders", counts.orders[USUAL_END], load.orders, counts, why)


def idle_pages(load: Load, counts: Counts) -> list[Line]:
    """Pages that are open for a month's hours: minutes, pings and proofs."""
    pages = load.page_hours
    hours = f"{load.connections:,} pages x 8 h x 30 days"
    proofs = 60 / load.subscription_check_minutes
    pings = Bill(messages=2, served=1)
    return [
        Line(
            "pages: connection minutes",
            60 * pages,
            prices.CONNECTION_MINUTE,
            f"{hours} x 60 minutes",
        ),
        *lines_of(
            "pings", pings, pages * PINGS_PER_HOUR, counts, f"{hours} x {PINGS_PER_HOUR} an hour"
        ),
        *lines_of("proofs", counts.resume, pages * proofs, counts, f"{hours} x {proofs:g} an hour"),
    ]


def connected(load: Load, counts: Counts) -> list[Line]:
    """What opens and closes a month's connections, and the first resume of each."""
    opened = f"{load.connects_per_second:,.6g} connects/s x 8 h x 3600 s x 30 days"
    return [
        *lines_of("connects", counts.connection, load.connects, counts, opened),
        *lines_of("first resumes", counts.resume, load.connects, counts, opened),
    ]


def stage_alone(counts: Counts) -> list[Line]:
    """What a stage costs that nobody uses."""
    return [
        Line(
            "alarms", counts.alarm_metrics, prices.ALARM,
            f"{counts.alarms} alarms on {counts.alarm_metrics} metrics",
        ),
        Line("metrics", counts.metrics, prices.METRIC, f"{counts.metrics} metrics"),
        Line("dashboards", counts.dashboards, prices.DASHBOARD, f"{counts.dashboards} dashboard"),
    ]  # fmt: skip


def monthly(load: Load, counts: Counts) -> list[Line]:
    """A stage under this load, for a month."""
    return [
        *stage_alone(counts),
        *orders_and_saga(load, counts),
        *idle_pages(load, counts),
        *connected(load, counts),
    ]
