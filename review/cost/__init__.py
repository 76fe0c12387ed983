"""What a stage costs a month before and after a change, at its expected load. Pure.

Both sides are priced by the price table of the newer program, so that only the change shows.
"""

from __future__ import annotations

from local.embedded_stage import EMBEDDED
from planning.bill import by_service
from review.cost.arithmetic import arithmetic
from review.cost.caveats import caveats, not_priced
from review.cost.not_in_figures import not_in_figures
from review.cost.stage_bill import StageBill, bill_of
from review.reckoned_with import RULES, counts_of_sides, in_words
from review.side import Side
from review.text.markdown import folded
from review.text.section import Section

TITLE = "Cost per month"
CENT = 0.005
MINUS = "\N{MINUS SIGN}"
COUNTED = (
    "What an order, a connect and a proof take is in `planning/unit_counts.json`, as "
    "`make unit-counts` counted it."
)
NOT_PRICED = "What no figure contains stands in `docs/costs.md` and at the end of `make plan`."


def cost(before: Side | None, after: Side | None) -> Section:
    """The totals, the services that differ, and how every figure comes about."""
    if any(side.stage == EMBEDDED for side in (before, after) if side):
        return Section(TITLE, ())  # it runs on a machine, and nobody sends a bill
    old, new = (
        bill_of(side, counts) if side else None
        for side, counts in zip((before, after), counts_of_sides(before, after), strict=True)
    )
    if old is None and new is None:
        return Section(TITLE, ())
    rows = _services(old, new)
    also = not_in_figures(before, after)
    if not rows and old and new:
        changed = not_priced(old, new) if old.unpriced != new.unpriced else ()
        return Section(TITLE, (*changed, *also), _amount(new))
    notes = [*caveats(before, after, old, new), *also]
    lines = [
        f"**{_totals(old, new)} a month**{_difference(old, new)}, {_load(old, new)}.",
        "",
        *([*notes, ""] if notes else []),
        *folded(
            "By service, and how the figures come about",
            [
                "| service | before | after | difference |",
                "| --- | ---: | ---: | ---: |",
                *rows,
                "",
                *arithmetic(old, new),
                f"- {COUNTED}",
                f"- {NOT_PRICED}",
            ],
        ),
    ]
    return Section(TITLE, tuple(lines), _totals(old, new))


def _services(old: StageBill | None, new: StageBill | None) -> list[str]:
    was, now = (by_service(one.lines) if one else {} for one in (old, new))
    return [
        f"| {service} | {_dollars(was.get(service, 0))} | {_dollars(now.get(service, 0))} | "
        f"{_signed(amount)} |"
        for service, amount in _differences(old, new)
    ]


def _differences(old: StageBill | None, new: StageBill | None) -> list[tuple[str, float]]:
    """Each service whose figure changes, and by how much."""
    was, now = (by_service(one.lines) if one else {} for one in (old, new))
    every = [(service, now.get(service, 0) - was.get(service, 0))
             for service in dict.fromkeys((*was, *now))]  # fmt: skip
    return [(service, amount) for service, amount in every if abs(amount) >= CENT]


def _totals(old: StageBill | None, new: StageBill | None) -> str:
    if old and new:
        return f"{_amount(old)} → {_amount(new)}"
    return _amount(new) if new else f"{_amount(old) if old else ''} → $0.00"


def _amount(bill: StageBill) -> str:
    """Where something has no price, the least that it can be."""
    return ("from " if bill.unpriced else "") + _dollars(bill.total)


def _difference(old: StageBill | None, new: StageBill | None) -> str:
    """The difference, and the services that it is in."""
    if not old or not new:
        return ""
    services = [f"{service} {_signed(amount)}" for service, amount in _differences(old, new)]
    if len(services) == 1:
        return f" ({services[0]})"
    return f" ({_signed(new.total - old.total)}: {', '.join(services)})"


def _load(old: StageBill | None, new: StageBill | None) -> str:
    one = new or old
    if one is None:
        return ""
    was = f"; before, for {in_words(old.load)}" if old and new and old.load != new.load else ""
    return f"for {in_words(one.load)} ({RULES}){was}"


def _dollars(amount: float) -> str:
    return f"${amount:,.2f}"


def _signed(amount: float) -> str:
    return f"{'+' if amount > 0 else MINUS}${abs(amount):,.2f}"
