"""How a quantity comes about, in words: its number, its unit, and what is assumed of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from planning.unit_counts import INVOCATION_SECONDS, Counts

GB = 1e9
BYTES = "bytes"
"""The unit of a quantity in GB: of one thing it would be a number that nobody reads."""
ASSUMED = f"{INVOCATION_SECONDS * 1000:.0f} ms (assumed)"


def gb_seconds(invoked: Mapping[str, float], counts: Counts) -> float:
    """Of these invocations, each with the memory that the program gives its function."""
    return counts.gigabytes(invoked) * INVOCATION_SECONDS


def run_time(invoked: Mapping[str, float], counts: Counts) -> str:
    """``3 invocations x 50 ms (assumed) x 0.25 GB``; of several sizes, the mean."""
    times = sum(invoked.values())
    each = counts.gigabytes(invoked) / times if times else 0
    mean = " on average" if len({counts.memory_mib[name] for name in invoked}) > 1 else ""
    return f"{_plural(times, 'invocation')} x {ASSUMED} x {each:.4g} GB{mean}"


def of_one(quantity: float, unit: str) -> str:
    """The quantity with its unit, which may be a reckoning itself."""
    if " x " in unit:
        return unit
    return f"{quantity * GB:,.0f} {unit}" if unit == BYTES else _plural(quantity, unit)


def _plural(quantity: float, unit: str) -> str:
    return f"{quantity:.6g} {unit}" + ("" if quantity == 1 else "s")
