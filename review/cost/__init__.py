"""What a stage costs a month before and after a change, at its expected load. Pure.

Both sides are priced by the price table of the newer program, so that only the change shows.
"""

from __future__ import annotations

from planning.bill import by_service
from review.cost.arithmetic import arithmetic
from review.cost.not_in_figures import not_in_figures
from review.cost.stage_bill import StageBill, bill_of
from review.markdown import folded
from review.reckoned_with import counts_of_sides, in_words
from review.section import Section
from review.side import Side

TITLE = "Cost per month"
CENT = 0.005
MINUS = "\N{MINUS SIGN}"
PARTIAL = (
    "The notifier's pages, the checkout's orders and a saga's transitions are priced. Functions, "
    "tables, queues and APIs of the program's own are in no figure."
)
OURS = "The commits have no counts that can be read: reckoned with those of the review's version."
THEIRS = "commit has no counts that can be read: reckoned with those of the other one."
NOT_PRICED = "What no figure contains stands in `docs/costs.md` and at the end of `make plan`."
OTHERWISE = (
    "An order's transitions are those of this definition; what else it takes was counted with "
    "another one: `make unit-counts` counts again."
)
ASSUMED = "Its settings name no expectedPeakConnections: reckoned for"


def cost(before: Side | None, after: Side | None) -> Section:
    """The totals, the services that differ, and how every figure comes about."""
    old, new = (
        bill_of(side, counts) if side else None
        for side, counts in zip((before, after), counts_of_sides(before, after), strict=True)
    )
    unpriced = not_in_figures(before, after)
    rows = _services(old, new)
    if not rows and old and new:
        return Section(TITLE, unpriced, _dollars(new.total))
    if old is None and new is None:
        return Section(TITLE, ())
    caveats = [*_caveats(old, new), *unpriced]
    lines = [
        f"**{_totals(old, new)} a month**{_difference(old, new)}, {_load(old, new)}.",
        "",
        *([*caveats, ""] if caveats else []),
        *folded(
            "By service, and how the figures come about",
            [
                "| service | before | after | difference |",
                "| --- | ---: | ---: | ---: |",
                *rows,
                "",
                *arithmetic(old, new),
                *_whose_counts(before, after, old, new),
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
        return f"{_dollars(old.total)} → {_dollars(new.total)}"
    return _dollars(new.total) if new else f"{_dollars(old.total if old else 0)} → $0.00"


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
    return f"for {in_words(one.load)}{was}"


def _caveats(old: StageBill | None, new: StageBill | None) -> list[str]:
    bills = [one for one in (old, new) if one]
    outdated = [OTHERWISE] if bills and bills[-1].is_outdated else []
    notes = [PARTIAL] if any(one.is_partial for one in bills) else []
    if any(one.is_assumed for one in bills):
        notes.append(f"{ASSUMED} {in_words(bills[-1].load)}.")
    return [f"- {note}" for note in (*outdated, *notes)]


def _whose_counts(
    before: Side | None, after: Side | None, old: StageBill | None, new: StageBill | None
) -> list[str]:
    uncounted = [side.counts is None for side in (before, after) if side]
    if not any(uncounted) or any(one.is_partial for one in (old, new) if one):
        return []
    return [f"- {OURS if all(uncounted) else f'The {_which(uncounted)} {THEIRS}'}"]


def _which(uncounted: list[bool]) -> str:
    return "older" if uncounted[0] else "newer"


def _dollars(amount: float) -> str:
    return f"${amount:,.2f}"


def _signed(amount: float) -> str:
    return f"{'+' if amount > 0 else MINUS}${abs(amount):,.2f}"
