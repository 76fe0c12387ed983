"""The plot of the fan-out: how long until all connections have the event, by their number."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure


def draw(figure: Figure) -> Plot:
    """Both ways on logarithmic axes, and what many users cost in invocations."""
    plot = Plot(figsize=(9, 2.8))
    posts, users = plot.subplots(1, 2)
    times = figure.series["milliseconds"]
    for way in ("ours", "in turn"):
        posts.loglog(times["connections"], times[way], marker="o", label=way)
    posts.set_xlabel("connections of one user")
    posts.set_ylabel("ms until all have it")
    posts.legend()
    ways = figure.series["many_users"]
    users.barh([*ways], [way["invocations"] for way in ways.values()])
    users.set_xlabel("invocations for 10,000 users")
    return plot
