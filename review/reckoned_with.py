"""What sections of a review reckon with: the load that a stage expects, and the counts. Pure."""

from __future__ import annotations

from dataclasses import replace

from planning.bill import USUAL_END
from planning.load import HOURS_A_DAY, ORDERS_PER_CONNECTION, VISIT_SECONDS, Load, LoadError
from planning.stage_settings import expected_load
from planning.unit_counts import Counts
from review.sagas.machines import machines
from review.sagas.transitions import of_success
from review.side import Side

RULES = (
    f"the plan's rules: a page is open for {VISIT_SECONDS // 60} minutes, "
    f"{ORDERS_PER_CONNECTION} orders for each connection"
)
"""What no setting says."""
CHECKOUT = "realtime:index:CheckoutSaga$"
"""What stands in the URN of each of its children."""


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
    return [_of_side(side, side.counts or first) if side else None for side in (before, after)]


def _of_side(side: Side, counts: Counts | None) -> Counts | None:
    return with_transitions(side, counts) if counts else None


def with_transitions(side: Side, counts: Counts) -> Counts:
    """The counts, with the transitions that an order takes by the definition of this side.

    So the bill, the quotas and what is said of the saga have one number.
    """
    found = [of_success(one, counts) for urn, one in machines(side.record).items()
             if CHECKOUT in urn]  # fmt: skip
    order = counts.orders.get(USUAL_END)
    if order is None or not any(found):
        return counts
    most = max(one.most or one.fewest for one in found if one)
    return replace(counts, orders={**counts.orders, USUAL_END: replace(order, transitions=most)})


def in_words(load: Load) -> str:
    """Connections, connects and orders. ``make plan`` takes a peak to last so long each day."""
    return (
        f"{load.connections:,} connections and {load.connects_per_second:,.4g} connects a second "
        f"for {HOURS_A_DAY} hours a day, {load.orders_a_day:,} orders a day"
    )
