"""The plot of the fan-out: a bar for each way."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure


def draw(figure: Figure) -> Plot:
    """Milliseconds of both ways."""
    plot = Plot(figsize=(6, 2))
    axes = plot.subplots()
    (row,) = figure.rows
    axes.barh([row.measure, row.peer_name], [row.ours, row.peer])
    axes.set_xlabel(row.unit)
    return plot
