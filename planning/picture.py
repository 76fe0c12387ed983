"""The picture of a plan: dollars a month against connections at the peak, one line for each way."""

from __future__ import annotations

from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from planning.alternatives import ways
from planning.load import Load, scaled
from planning.style import style
from planning.unit_counts import Counts

SIZES = (*(base * 10**power for power in range(3, 7) for base in (1, 2, 5)), 10_000_000)
"""1 thousand to 10 million connections."""
NAME = "cost"


def costs(load: Load, counts: Counts) -> dict[str, list[float]]:
    """Each way's dollars a month at each of ``SIZES``."""
    found: dict[str, list[float]] = {}
    for size in SIZES:
        for way in ways(scaled(load, size), counts):
            found.setdefault(way.name, []).append(way.cost)
    return found


def draw(load: Load, counts: Counts, folder: Path) -> list[Path]:
    """Write the picture as SVG and as PNG; where they are."""
    with matplotlib.rc_context(style("planning")):
        figure = Figure(figsize=(8, 5))
        axes = figure.subplots()
        for name, dollars in costs(load, counts).items():
            ours = name.startswith("ours")
            axes.plot(SIZES, dollars, label=name, linewidth=2.5 if ours else 1.2)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("connections at the peak, 8 hours a day")
        axes.set_ylabel("dollars a month, orders included")
        axes.legend(fontsize=8)
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / f"{NAME}.svg", folder / f"{NAME}.png"]
        figure.savefig(written[0], metadata={"Date": None})
        figure.savefig(written[1], dpi=120, metadata={"Software": None})
    return written
