"""Writes the plots and the page of all tables, docs/benchmarks/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import matplotlib

from benchmarks.results import Figure
from benchmarks.table import as_markdown
from planning.style import style

matplotlib.use("svg")
matplotlib.rcParams.update(style("benchmarks"))

INTRODUCTION = """# Benchmarks

`make bench` wrote this page and the plots. It measures both sides of a row in turns, within one
run, so that the ratio holds on other machines, too. A ratio is ours over the peer's. Times are
medians. The spread is from the lowest to the highest ratio of the rounds. A row without rounds says
how it was found: counted and exact, simulated, reckoned from counts and assumptions, or timed once.
"""


def write(folder: Path, figures: Sequence[Figure]) -> None:
    """Write the page, and a plot for each figure that has one.

    The first figure's machine stands at the top, and another one with the figures it measured.
    """
    folder.mkdir(parents=True, exist_ok=True)
    usual = figures[0].machine if figures else {}
    parts = [INTRODUCTION, _measured_on(usual)]
    for figure in figures:
        parts.append(f"\n## {figure.title}\n\n{as_markdown(figure)}")
        if figure.machine != usual:
            parts.append("\n" + _measured_on(figure.machine))
        module = f"benchmarks.plots.{figure.name.replace('-', '_')}"
        if find_spec(module):
            drawn = import_module(module).draw(figure)
            drawn.savefig(folder / f"{figure.name}.svg", metadata={"Date": None})
            parts.append(f"\n![The plot of this figure: {figure.title}]({figure.name}.svg)")
    (folder / "README.md").write_text("\n".join(parts) + "\n")


def _measured_on(machine: Mapping[str, str]) -> str:
    return "Measured on: " + (", ".join(f"{k} {v}" for k, v in machine.items()) or "unknown") + "."
