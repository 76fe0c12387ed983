"""The lines of a bill that a change touches, with their arithmetic and their prices. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from contract.limits import SUBSCRIPTION_CHECK_SECONDS
from planning.bill import Line
from planning.prices import READ, Price
from review.cost.stage_bill import StageBill
from review.text.markdown import code, counted

CHECK_MINUTES = SUBSCRIPTION_CHECK_SECONDS // 60
"""What ``make plan`` takes unless a stage sets it."""


def arithmetic(old: StageBill | None, new: StageBill | None) -> list[str]:
    """A table whose columns sum up to the totals, then each price with its page and its day.

    What stays the same is one row: ``make plan`` prints its lines, unless parts are not counted.
    """
    was, now = _by_name(old), _by_name(new)
    names = [*dict.fromkeys((*now, *was))]
    is_whole = new is not None and not new.is_partial
    changed = [name for name in names if not is_whole or was.get(name) != now.get(name)]
    same = [now[name] for name in names if name not in changed]
    prices = dict.fromkeys(
        line.price for name in changed for line in (now.get(name), was.get(name)) if line
    )
    return [
        "| what | before | after | quantity | price |",
        "| --- | ---: | ---: | --- | --- |",
        *(_row(was.get(name), now.get(name)) for name in changed),
        *([_rest(same, new)] if same and new else []),
        "",
        *(f"- {_price(price)}" for price in prices),
    ]


def _by_name(bill: StageBill | None) -> Mapping[str, Line]:
    return {line.what: line for line in (bill.lines if bill else ()) if line.quantity}


def _row(was: Line | None, now: Line | None) -> str:
    lines = [line for line in (now, was) if line]
    quantity = "; before: ".join(dict.fromkeys(line.arithmetic for line in lines))
    return (
        f"| {lines[0].what} | {_dollars(was)} | {_dollars(now)} | {quantity} | {lines[0].price} |"
    )


def _rest(same: list[Line], bill: StageBill) -> str:
    amount = f"${sum(line.cost for line in same):,.2f}"
    return f"| {counted(len(same), 'other line')} | {amount} | {amount} | {_plan(bill)} | |"


def _plan(bill: StageBill) -> str:
    """The command that prints every line. It names no stage: the lines are those of several."""
    load = bill.load
    plan = f"make plan PEAK={load.connections} ORDERS={load.orders_a_day}"
    minutes = load.subscription_check_minutes
    usual = minutes == CHECK_MINUTES
    return code(plan) + ("" if usual else f" and a proof each {minutes} minutes")


def _dollars(line: Line | None) -> str:
    return f"${line.cost:,.2f}" if line else ""


def _price(price: Price) -> str:
    day = f"list of {price.dated}" if price.dated else f"page without a date, read {READ}"
    return f"{price}: [{price.service}]({price.source}), {day}"
