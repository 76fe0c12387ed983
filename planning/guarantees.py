"""What each guarantee adds to an order's bill: every counted unit belongs to exactly one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planning import prices
from planning.bill import lines_of, total
from planning.unit_counts import Bill, Counts


@dataclass(frozen=True)
class Guarantee:
    """One promise, and what it takes: functions, states, events, and parts of the units.

    A unit is named as it was counted: function, table, part. ``*`` stands for every function.
    """

    name: str
    functions: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    units: tuple[tuple[str, str, str], ...] = ()
    has_events: bool = False
    has_requests: bool = False
    has_messages: bool = False


BARE = Guarantee(
    "the order itself: prices, charge, stock, its rows",
    functions=("start_checkout", "charge_payment", "reserve_stock"),
    states=("ChargePayment", "ReserveStock"),
    units=(
        ("start_checkout", "PRODUCTS", "read"), ("start_checkout", "ORDERS", "write"),
        ("charge_payment", "PAYMENTS", "write"), ("reserve_stock", "PRODUCTS", "write"),
    ),
    has_requests=True,
)  # fmt: skip
GUARANTEES: tuple[Guarantee, ...] = (
    BARE,
    Guarantee(
        "a repeated checkout is one order", units=(("start_checkout", "ORDERS", "read"),)
    ),
    Guarantee(
        "new orders a minute are bounded (allowance)",
        units=(("start_checkout", "ALLOWANCES", "write"),),
    ),
    Guarantee(
        "no stored order stays without a saga (the stream as outbox)", functions=("start_saga",)
    ),
    Guarantee(
        "the payment token is in no execution", units=(("charge_payment", "ORDERS", "read"),)
    ),
    Guarantee(
        "a repeated step changes nothing (step records)",
        units=(("*", "STEPS", "read"), ("*", "STEPS", "write"), ("*", "STEPS", "doubled")),
    ),
    Guarantee(
        "all lines or none, in one transaction with the step's record",
        units=(("reserve_stock", "PRODUCTS", "doubled"),),
    ),
    Guarantee(
        "no charge after its refund (the ledger's transaction)",
        units=(("charge_payment", "PAYMENTS", "doubled"), ("charge_payment", "PAYMENTS", "check")),
    ),
    Guarantee(
        "FINALIZED and REFUNDED exclude each other (order guard)",
        functions=("commit_outcome",),
        states=("ConfirmOrder",),
        units=(("commit_outcome", "ORDERS", "write"),),
    ),
    Guarantee(
        "the buyer is told at once (push)",
        functions=("push_event",),
        states=("NotifyFinalized",),
        units=(("push_event", "CONNECTIONS", "read"),),
        has_messages=True,
    ),
    Guarantee(
        "what a page missed comes in order, once (replay log)",
        units=(("push_event", "EVENTS", "*"),),
    ),
    Guarantee(
        "other services hear of each end (announcement)",
        functions=("announce_outcome",),
        has_events=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """What one guarantee takes of an order."""

    guarantee: Guarantee
    bill: Bill
    cost: float
    """Dollars of a million orders."""


def shares(order: Bill, counts: Counts) -> list[Share]:
    """The order's bill, divided among the guarantees."""
    found = []
    for one in GUARANTEES:
        part = _part(order, one)
        found.append(Share(one, part, total(lines_of("", part, prices.MILLION, counts))))
    return found


def _part(order: Bill, one: Guarantee) -> Bill:
    def of(counted: Mapping[str, float], names: tuple[str, ...]) -> dict[str, float]:
        return {name: count for name, count in counted.items() if name in names}

    states = of(order.states, one.states)
    return Bill(
        requests=order.requests if one.has_requests else 0,
        served=order.served if one.has_requests else 0,
        messages=order.messages if one.has_messages else 0,
        sent_bytes=order.sent_bytes if one.has_messages else 0,
        events=order.events if one.has_events else 0,
        transitions=sum(states.values()),
        invocations=of(order.invocations, one.functions),
        log_bytes=of(order.log_bytes, one.functions),
        states=states,
        units={spent: n for spent, n in order.units.items() if _takes(one, spent)},
    )


def _takes(one: Guarantee, spent: tuple[str, str, str]) -> bool:
    return any(
        all(asked in ("*", got) for asked, got in zip(unit, spent, strict=True))
        for unit in one.units
    )
