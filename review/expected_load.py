"""The load that a stage's settings expect, as the sections of a review reckon with it. Pure."""

from __future__ import annotations

from planning.load import Load, LoadError
from planning.stage_settings import expected_load
from review.side import Side


def load_of_side(side: Side | None) -> Load | None:
    """None for no side, and where the settings name no peak that can be used."""
    try:
        return expected_load(side.settings) if side else None
    except LoadError:
        return None


def in_words(load: Load) -> str:
    """Connections, orders and connects, as ``make plan`` takes them."""
    return (
        f"{load.connections:,} connections at the peak, {load.orders_a_day:,} orders a day, "
        f"{load.connects_per_second:,.4g} connects a second"
    )
