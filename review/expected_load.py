"""The load that a stage's settings expect, as the sections of a review reckon with it. Pure."""

from __future__ import annotations

from planning.load import HOURS_A_DAY, Load, LoadError
from planning.stage_settings import expected_load
from review.side import Side


def load_of_side(side: Side | None) -> Load | None:
    """None for no side, and where the settings name no peak that can be used."""
    try:
        return expected_load(side.settings) if side else None
    except LoadError:
        return None


def in_words(load: Load) -> str:
    """Connections, connects and orders. ``make plan`` takes a peak to last so long each day."""
    return (
        f"{load.connections:,} connections and {load.connects_per_second:,.4g} connects a second "
        f"for {HOURS_A_DAY} hours a day, {load.orders_a_day:,} orders a day"
    )
