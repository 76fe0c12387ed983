"""The plot of the program: the time of one notifier among many, and of the stage's start."""

from __future__ import annotations

from statistics import median

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure


def draw(figure: Figure) -> Plot:
    """Time per notifier by their number; beside it each timed row with its peer."""
    plot = Plot(figsize=(8, 2.8))
    left, right = plot.subplots(1, 2)
    each = {int(count): median(seconds) for count, seconds in figure.series["notifiers"].items()}
    left.plot(list(each), list(each.values()), marker="o")
    left.set(xlabel="notifiers", ylabel="s per notifier", ylim=(0, None))
    timed = [row for row in figure.rows if row.unit == "s" and "notifier" not in row.measure]
    for place, row in enumerate(reversed(timed)):
        right.barh(place + 0.2, row.ours, 0.38, color="C0", label="ours" if not place else None)
        right.barh(place - 0.2, row.peer, 0.38, color="C7", label="peer" if not place else None)
    right.set_yticks(range(len(timed)), [row.measure for row in reversed(timed)])
    right.set_xlabel("s")
    right.legend()
    return plot
