"""What sections of a review reckon with: the load that a stage expects, and the counts. Pure."""

from __future__ import annotations

from planning.load import HOURS_A_DAY, Load, LoadError
from planning.stage_settings import expected_load
from planning.unit_counts import Counts
from review.side import Side


def load_of_side(side: Side | None) -> Load | None:
    """None for no side, and where the settings name no peak that can be used."""
    try:
        return expected_load(side.settings) if side else None
    except LoadError:
        return None


def counts_of_sides(before: Side | None, after: Side | None) -> list[Counts | None]:
    """The counts to reckon each side with: its own, or the other one's where it has none.

    Else a commit that only begins to count would seem to change what it counts.
    """
    known = [side.counts for side in (before, after) if side and side.counts]
    first = known[0] if known else None
    return [(side.counts or first) if side else None for side in (before, after)]


def in_words(load: Load) -> str:
    """Connections, connects and orders. ``make plan`` takes a peak to last so long each day."""
    return (
        f"{load.connections:,} connections and {load.connects_per_second:,.4g} connects a second "
        f"for {HOURS_A_DAY} hours a day, {load.orders_a_day:,} orders a day"
    )
