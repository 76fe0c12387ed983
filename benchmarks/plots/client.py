"""The plot of the client: its bundle beside the others', by compression."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure

WAYS = ("minified", "gzip", "brotli")


def draw(figure: Figure) -> Plot:
    """Kilobytes of each client."""
    sizes = figure.series["sizes"]
    plot = Plot(figsize=(7, 3.2))
    axes = plot.subplots()
    places = np.arange(len(sizes))
    for number, way in enumerate(WAYS):
        bytes_of_all = [size[way] / 1000 for size in sizes.values()]
        bars = axes.barh(places + 0.27 * (number - 1), bytes_of_all, 0.25, label=way)
        axes.bar_label(bars, fmt="%.0f", padding=2, fontsize=7)
    axes.set_yticks(places, list(sizes))
    axes.invert_yaxis()
    axes.set_xlabel("kB of a bundle that a page loads")
    axes.legend()
    return plot
