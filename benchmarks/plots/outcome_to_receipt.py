"""The plot of the way from outcome to receipt."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure

PARTS = (
    ("function milliseconds", "function, each call takes 5 ms"),
    ("stage milliseconds", "local stage, call to frame"),
)


def draw(figure: Figure) -> Plot:
    """A box for each function: its rounds."""
    plot = Plot(figsize=(8, 2.6))
    for axes, (key, title) in zip(plot.subplots(1, 2), PARTS, strict=True):
        taken = figure.series[key]
        axes.boxplot(list(taken.values()), orientation="horizontal")
        axes.set_yticks(range(1, len(taken) + 1), labels=list(taken))
        axes.set_xlim(left=0)
        axes.set_xlabel("ms")
        axes.set_title(title)
    return plot
