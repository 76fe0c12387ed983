"""What a figure found: rows of two numbers each, and what its plot draws. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

EXACT = "exact"
SIMULATED = "simulated"
RECKONED = "reckoned"
TIMED_ONCE = "timed once"


@dataclass(frozen=True)
class Goal:
    """What the ratio of ours over the peer's has to be."""

    limit: float
    at_least: bool = False
    """Whether the ratio has to be the limit or more. Without it: the limit or less."""
    within: float | None = None
    """How far from the limit the ratio may be, up or down. It replaces the other two."""

    def is_met_by(self, ratio: float) -> bool:
        """Whether the ratio reaches the goal."""
        if self.within is not None:
            return abs(ratio - self.limit) <= self.within
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def __str__(self) -> str:
        if self.within is not None:
            return f"{self.limit:g} ± {self.within:g} x"
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} x"


def at_most(limit: float) -> Goal:
    """The ratio has to be ``limit`` or less."""
    return Goal(limit)


def at_least(limit: float) -> Goal:
    """The ratio has to be ``limit`` or more."""
    return Goal(limit, at_least=True)


def about(limit: float, within: float) -> Goal:
    """The ratio has to be ``limit``, give or take ``within``."""
    return Goal(limit, within=within)


@dataclass(frozen=True)
class Row:
    """One line of the table: ours against a peer's or a limit's, in one unit."""

    measure: str
    """What was measured, on our side."""
    ours: float
    peer_name: str
    """What it is compared with."""
    peer: float
    unit: str
    ratio: float
    """Ours over the peer's: the median of the rounds' ratios, or of two counts their quotient."""
    goal: Goal | None = None
    """``None`` for a line that informs only."""
    spread: tuple[float, float] | None = None
    """The lowest and the highest ratio of the rounds. ``None`` for a row without rounds."""
    note: str = ""
    kind: str = EXACT
    """How a row without rounds was found: counted, which is exact, or simulated, or reckoned from
    counts and assumptions, or timed once."""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached. ``None`` without a goal."""
        return None if self.goal is None else self.goal.is_met_by(self.ratio)


def counted(
    measure: str,
    ours: float,
    peer_name: str,
    peer: float,
    unit: str,
    goal: Goal | None = None,
    note: str = "",
    kind: str = EXACT,
) -> Row:
    """A row of two numbers without rounds, so without a spread. The peer's must not be 0."""
    return Row(measure, ours, peer_name, peer, unit, ours / peer, goal, None, note, kind)


@dataclass(frozen=True)
class Figure:
    """The result of one figure."""

    name: str
    """As ``make bench ONLY=`` takes it."""
    title: str
    rows: tuple[Row, ...]
    series: Mapping[str, Any] = field(default_factory=dict)
    """What the plot draws, and what no row has: plain lists, numbers and texts by name."""
    machine: Mapping[str, str] = field(default_factory=dict)
    """What it was measured on."""

    def as_json(self) -> dict[str, Any]:
        """The figure as ``results.json`` has it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Figure:
        """The figure that ``as_json`` wrote."""
        rows = tuple(_row(one) for one in stored["rows"])
        return cls(
            stored["name"], stored["title"], rows, stored["series"], stored.get("machine", {})
        )


def _row(stored: Mapping[str, Any]) -> Row:
    goal = Goal(**stored["goal"]) if stored["goal"] else None
    spread = (stored["spread"][0], stored["spread"][1]) if stored["spread"] else None
    return Row(**{**stored, "goal": goal, "spread": spread})
