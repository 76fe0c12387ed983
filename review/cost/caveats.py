"""What limits the figures of a bill, in the words that stand beside its total. Pure."""

from __future__ import annotations

from review.cost.stage_bill import StageBill
from review.cost.unpriced import in_words as types_in_words
from review.reckoned_with import in_words
from review.side import Side

PARTIAL = "Priced are the notifier's pages, the checkout's orders and a saga's transitions."
OURS = (
    "What an order and a page take is by this review's own counts: the commits have none that it "
    "can read."
)
THEIRS = (
    "commit has no counts of what an order and a page take that can be read: reckoned with those "
    "of the other one."
)
OTHERWISE = (
    "An order's transitions are those of this definition; what else it takes was counted with "
    "another one: `make unit-counts` counts again."
)
ASSUMED = "Its settings name no expectedPeakConnections: reckoned for"


def caveats(
    before: Side | None, after: Side | None, old: StageBill | None, new: StageBill | None
) -> list[str]:
    """Lines of Markdown."""
    bills = [one for one in (old, new) if one]
    last = bills[-1]
    uncounted = [side.counts is None for side in (before, after) if side]
    is_partial = any(one.is_partial for one in bills)
    notes = [
        *([OTHERWISE] if last.is_outdated else []),
        *([PARTIAL] if is_partial else []),
        *([_whose_counts(uncounted)] if any(uncounted) and not is_partial else []),
        *([f"{ASSUMED} {in_words(last.load)}."] if any(one.is_assumed for one in bills) else []),
    ]
    return [*(f"- {note}" for note in notes), *not_priced(old, new)]


def not_priced(old: StageBill | None, new: StageBill | None) -> tuple[str, ...]:
    """A line with what has no price, where there is such a thing."""
    bills = [one.unpriced for one in (old, new) if one]
    if not any(bills):
        return ()
    changes = bills[0] != bills[-1]
    title = "**Not priced:**" if changes else "Not priced:"
    return (f"- {title} {types_in_words(bills[0], bills[-1])}",)


def _whose_counts(uncounted: list[bool]) -> str:
    return OURS if all(uncounted) else f"The {'older' if uncounted[0] else 'newer'} {THEIRS}"
