"""The tables of docs/costs.md and docs/planning.md, as Markdown. Pure."""

from __future__ import annotations

from planning import prices
from planning.alternatives import ways
from planning.bill import (
    USUAL_END,
    Line,
    connected,
    idle_pages,
    monthly,
    order_cost,
    orders_and_saga,
    stage_alone,
    total,
)
from planning.guarantees import shares
from planning.load import Load, load_of
from planning.markdown import table
from planning.prices import PRICES, READ, Price, dollars
from planning.quotas_needed import Need, needs
from planning.unit_counts import Counts

SMALL: Load = load_of("1000")
"""The shop of docs/costs.md: 1,000 pages, 10,000 orders a day."""
LARGE: Load = load_of("1000000")
"""The shop of docs/planning.md."""
NEAR = 0.5
"""A quota of which more than half is needed is shown."""


def tables(counts: Counts) -> dict[str, str]:
    """Each table by its mark in a page."""
    return {
        "quotas": quotas_needed(counts),
        "ways": other_ways(counts),
        "month": month(counts),
        "idle": idle_hours(counts),
        "prices": price_list(),
        "outcomes": outcomes(counts),
        "guarantees": guarantees(counts),
    }


def month(counts: Counts) -> str:
    """A month of the small shop, by what causes the cost."""
    order = order_cost(counts.orders[USUAL_END], counts)
    parts: list[tuple[str, str, list[Line]]] = [
        (
            f"{SMALL.orders_a_day:,} [orders](#an-order) a day",
            f"{SMALL.orders_a_day:,} x 30 x {_money(order)} per million",
            orders_and_saga(SMALL, counts),
        ),
        (
            f"{SMALL.connections:,} [open pages](#an-open-page), 8 h a day",
            f"{SMALL.page_hours:,.0f} hours, pings and proofs",
            idle_pages(SMALL, counts),
        ),
        (
            "pages that open and close, each after 10 minutes",
            f"{SMALL.connects:,.0f} connects with a first resume",
            connected(SMALL, counts),
        ),
        (
            f"a stage that does nothing: {counts.alarms} alarms on {counts.alarm_metrics} "
            f"metrics, {counts.metrics} metrics of its own, a dashboard",
            " + ".join(_money(line.cost) for line in stage_alone(counts)),
            stage_alone(counts),
        ),
    ]
    rows = [(what, how, _money(total(lines))) for what, how, lines in parts]
    rows.append(("all", "", _money(total(monthly(SMALL, counts)))))
    return table(("what", "reckoned", "a month"), rows)


def idle_hours(counts: Counts) -> str:
    """What a million hours of an idle page cost, by line: the month's line above, taken apart."""
    lines = idle_pages(SMALL, counts)
    times = prices.MILLION / SMALL.page_hours
    rest = [line for line in lines if line.price in (prices.LOG_GB, prices.OUT_GB)]
    parts = [
        ("minutes, messages, invocations and reads", total(lines) - total(rest)),
        *((price.what, total(line for line in rest if line.price is price))
          for price in (prices.LOG_GB, prices.OUT_GB)),
        ("all", total(lines)),
    ]  # fmt: skip
    rows = [(what, _money(cost * times)) for what, cost in parts if cost]
    return table(("an idle page, by default", "per million hours"), rows)


def price_list() -> str:
    """Every price with its page and its date."""
    rows = [
        (
            price.what,
            f"{dollars(price.amount)}{' per million' if price.per == prices.MILLION else ''}"
            + _beyond(price),
            f"[{price.service}]({price.source})",
            price.dated or f"none shown, read {READ}",
        )
        for price in PRICES
    ]
    return table(("a", "price", "list", "date of the list"), rows)


def outcomes(counts: Counts) -> str:
    """What an order takes, by how it ends."""
    rows = []
    for name, bill in counts.orders.items():
        states = prices.TRANSITION.cost(bill.transitions * prices.MILLION)
        rows.append(
            (
                name, f"{bill.transitions:g}", f"${states:.0f}", f"{bill.all_invocations:g}",
                f"{counts.gb_seconds(bill):.3g}", f"{bill.write_units:g}", f"{bill.read_units:g}",
                f"{bill.messages:g}", f"{counts.logged_bytes(bill):,.0f}",
                _money(order_cost(bill, counts)),
            )
        )  # fmt: skip
    head = (
        "outcome", "transitions", "per million orders", "invocations", "GB-seconds", "write units",
        "read units", "messages", "log bytes", "all, per million orders",
    )  # fmt: skip
    return table(head, rows)


def guarantees(counts: Counts) -> str:
    """What each guarantee adds to an order that is FINALIZED."""
    rows = [
        (
            share.guarantee.name, f"{share.bill.transitions:g}", f"{share.bill.all_invocations:g}",
            f"{share.bill.write_units:g}", f"{share.bill.read_units:g}", _money(share.cost),
        )
        for share in shares(counts.orders[USUAL_END], counts)
    ]  # fmt: skip
    head = ("what", "transitions", "invocations", "write units", "read units",
            "per million orders")  # fmt: skip
    return table(head, rows)


def quotas_needed(counts: Counts) -> str:
    """What the large load needs of the quotas that it comes near to."""
    rows = [
        (
            need.quota.name,
            need.quota.code
            or ("no quota: a setting" if need.quota.setting else "none on AWS's pages"),
            f"{need.quota.value:,}",
            f"{need.needed:,.0f}",
            _verdict(need),
        )
        for need in needs(LARGE, counts)
        if need.needed > NEAR * need.quota.value
    ]
    return table(("quota", "code", "a usual account has", "needed", ""), rows)


def _verdict(need: Need) -> str:
    if need.is_enough:
        return "enough"
    setting = need.quota.setting
    return f"set {setting} to {need.ask_for:,}" if setting else f"ask for {need.ask_for:,}"


def other_ways(counts: Counts) -> str:
    """What the large load costs, done otherwise."""
    found = ways(LARGE, counts)
    rows = [(one.name, f"${one.cost:,.0f}", f"{one.cost / found[0].cost:.3g}") for one in found]
    return table(("way, at a million connections", "a month", "beside ours"), rows)


def _beyond(price: Price) -> str:
    return "".join(f"; {dollars(amount)} beyond {n:,.0f}" for n, amount in price.beyond)


def _money(amount: float) -> str:
    return f"${amount:,.2f}"
