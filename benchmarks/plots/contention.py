"""The plot of the contention: how long producers wait, and how many are refused."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure

LINES = (("ours", "C0"), ("twelve attempts", "C1"))


def draw(figure: Figure) -> Plot:
    """Seconds, and refused producers, against producers at once."""
    plot = Plot(figsize=(8, 3))
    times, refused = plot.subplots(1, 2)
    series = figure.series
    for name, color in LINES:
        for part, style in (("p50", "--"), ("p99", "-")):
            key = f"{name} {part}"
            times.plot(series["producers"], series[key], style, color=color, label=key)
        key = f"{name} refused"
        refused.plot(series["producers"], series[key], "o-", color=color, label=key)
    for axes, label in ((times, "seconds until stored"), (refused, "producers refused")):
        axes.set_xlabel("producers at once, for one user")
        axes.set_ylabel(label)
        axes.legend()
    return plot
