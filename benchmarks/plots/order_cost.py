"""The plot of an order's cost: each end by service, and what each guarantee adds."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure

WIDEST = 300
"""Dollars a million orders: an order that needs attention costs four times that, and is cut off."""


def draw(figure: Figure) -> Plot:
    """Two groups of bars, one below the other."""
    plot = Plot(figsize=(8, 7))
    above, below = plot.subplots(2, 1)
    outcomes = figure.series["outcomes"]
    names = list(outcomes)
    left = [0.0] * len(names)
    for service in dict.fromkeys(one for costs in outcomes.values() for one in costs):
        widths = [outcomes[name].get(service, 0.0) for name in names]
        above.barh([name.split(", the refund")[0] for name in names], widths, left=left,
                   label=service)  # fmt: skip
        left = [begun + width for begun, width in zip(left, widths, strict=True)]
    above.set_xlim(0, WIDEST)
    above.set_xlabel(f"dollars per million orders (cut off at {WIDEST})")
    above.legend(fontsize=7, loc="upper right")
    above.invert_yaxis()
    guarantees = figure.series["guarantees"]
    below.barh(list(guarantees), list(guarantees.values()))
    below.set_xlabel("dollars per million orders that are FINALIZED")
    below.invert_yaxis()
    return plot
