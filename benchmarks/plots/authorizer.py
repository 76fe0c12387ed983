"""The plot of the authorizer: how long each part takes, for both algorithms."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure


def draw(figure: Figure) -> Plot:
    """A bar for each part, shortest at the bottom."""
    plot = Plot(figsize=(9, 2.8))
    panes = plot.subplots(1, 2, sharex=True)
    for axes, (algorithm, parts) in zip(panes, figure.series["microseconds"].items(), strict=True):
        shown = sorted(parts.items(), key=lambda part: part[1])
        colours = ["tab:blue" if name == "the function" else "tab:gray" for name, _ in shown]
        axes.barh([name for name, _ in shown], [taken for _, taken in shown], color=colours)
        axes.set_title(algorithm)
        axes.set_xlabel("µs")
    return plot
