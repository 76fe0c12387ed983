"""What one would use instead, at the same load: the lines of its bill. Pure.

Each way tells the buyers how their orders ended. The orders and their saga are the same in all of
them and stand in each, without the push where the way has none. Assumptions stand beside the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planning import prices
from planning.bill import USUAL_END, Line, lines_of, monthly, stage_alone
from planning.load import Load
from planning.prices import MILLION
from planning.unit_counts import Bill, Counts

PUSH = "push_event"
AUTHORIZER = "authorize_connection"
"""Ours stands for the one that a channel of AppSync Events needs."""
PENDING_SECONDS = 5
"""How long an order is PENDING, for a page that asks only then. Assumed."""
AWAKE_MIB = 128
"""The least memory that a function can have."""
STREAM_SECONDS = 900
"""A function runs for 15 minutes at most, so its page comes back then."""


@dataclass(frozen=True)
class Way:
    """One way to tell a page, and what a month of it costs."""

    name: str
    lines: list[Line]
    lacks: str = ""
    """What it does not do."""

    @property
    def cost(self) -> float:
        """Dollars a month."""
        return sum(line.cost for line in self.lines)


def ways(load: Load, counts: Counts) -> list[Way]:
    """Ours first, then what one would use instead."""
    return [
        Way("ours: WebSocket push with a replay log", monthly(load, counts)),
        _polling(load, counts, 1),
        _polling(load, counts, 5),
        _polling_while_pending(load, counts),
        _awake_function(load, counts),
        _event_api(load, counts),
    ]


def without_push(order: Bill) -> Bill:
    """The order without its push: no message, no replay log, and no state that pushes."""

    def kept(counted: Mapping[str, float]) -> dict[str, float]:
        return {name: count for name, count in counted.items() if name != PUSH}

    pushes = order.invocations.get(PUSH, 0)
    return replace(
        order,
        messages=0,
        transitions=order.transitions - pushes,
        invocations=kept(order.invocations),
        log_bytes=kept(order.log_bytes),
        units={part: count for part, count in order.units.items() if part[0] != PUSH},
    )


def _saga(load: Load, counts: Counts) -> list[Line]:
    order = without_push(counts.orders[USUAL_END])
    why = f"{load.orders_a_day:,} a day x 30 days"
    return [*stage_alone(counts), *lines_of("orders", order, load.orders, counts, why)]


def _polling(load: Load, counts: Counts, seconds: int) -> Way:
    """Every open page asks for its order's status, whether it waits for one or not."""
    asked = load.page_hours * 3600 / seconds
    why = f"{load.connections:,} pages x 8 h x 30 days x 3600 / {seconds}"
    lines = lines_of("polls", counts.status_read, asked, counts, why)
    name = "one-second polling" if seconds == 1 else "five-second polling"
    return Way(name, [*_saga(load, counts), *lines])


def _polling_while_pending(load: Load, counts: Counts) -> Way:
    """A page asks each second, but only from its checkout to its outcome."""
    asked = load.orders * PENDING_SECONDS
    why = f"{load.orders_a_day:,} orders a day x 30 days x {PENDING_SECONDS} s PENDING (assumed)"
    lines = lines_of("polls", counts.status_read, asked, counts, why)
    return Way(
        "one-second polling while an order is PENDING",
        [*_saga(load, counts), *lines],
        "a page that waits for nothing hears nothing: no event of another tab or service",
    )


def _awake_function(load: Load, counts: Counts) -> Way:
    """Server-Sent Events: a function answers with a stream and stays awake for its page.

    Nothing can wake it from outside, so it looks at the order once a second.
    """
    seconds = load.page_hours * 3600
    streams = max(load.connects, seconds / STREAM_SECONDS)
    pages = f"{load.connections:,} pages x 8 h x 30 days"
    lines = [
        Line("streams: invocations", streams, prices.INVOCATION, f"{pages}, 15 min at most"),
        Line(
            "streams: GB-seconds", seconds * AWAKE_MIB / 1024, prices.GB_SECOND,
            f"{pages} x 3600 s x {AWAKE_MIB}/1024 GB",
        ),
        Line(
            "streams: read units", seconds * counts.status_read.read_units, prices.READ_UNIT,
            f"{pages} x 3600 looks",
        ),
    ]  # fmt: skip
    lacks = f"{load.connections:,} concurrent executions at the peak; a new stream each 15 minutes"
    return Way("Server-Sent Events from an awake function", [*_saga(load, counts), *lines], lacks)


def _event_api(load: Load, counts: Counts) -> Way:
    """AppSync Events: a channel for each user. The saga publishes, AppSync holds the connections.

    Operations: connect and subscribe for each connection; publish and one delivery for each order.
    Its keep-alive messages are taken as free.
    """
    authorizer = Bill(invocations={AUTHORIZER: 1})
    authorizer_gb_seconds = counts.gb_seconds(authorizer)
    operations = 2 * load.connects + 2 * load.orders
    lines = [
        Line(
            "pages: connection minutes", 60 * load.page_hours, prices.EVENT_API_MINUTE,
            f"{load.connections:,} pages x 8 h x 30 days x 60",
        ),
        Line(
            "operations", operations, prices.EVENT_API_OPERATION,
            f"2 x {load.connects / MILLION:,.6g} million connects + 2 x "
            f"{load.orders / MILLION:,.6g} million orders",
        ),
        Line("publish: state transitions", load.orders, prices.TRANSITION, "one for each order"),
        Line(
            "connects: invocations of the authorizer", load.connects, prices.INVOCATION,
            "one for each connection",
        ),
        Line(
            "connects: GB-seconds of the authorizer", load.connects * authorizer_gb_seconds,
            prices.GB_SECOND, f"one of {authorizer_gb_seconds:.4g} for each connection",
        ),
    ]  # fmt: skip
    lacks = "no replay log: what a page misses while it is away is lost; no order over reconnects"
    return Way("AppSync Events", [*_saga(load, counts), *lines], lacks)
