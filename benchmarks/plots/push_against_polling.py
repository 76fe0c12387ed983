"""The plot of push against polling: requests, and how long until a buyer knows, by way."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure


def draw(figure: Figure) -> Plot:
    """Requests of all buyers by their number, and each way's median."""
    plot = Plot(figsize=(10, 3.2))
    requests, seconds = plot.subplots(1, 2)
    by_buyers = figure.series["by_buyers"]
    numbers = [int(number) for number in by_buyers]
    ways = [*next(iter(by_buyers.values()))]
    for way in ways:
        found = [by_buyers[str(number)][way]["requests"] for number in numbers]
        requests.loglog(numbers, found, marker="o", label=way)
    requests.set_xlabel("buyers, each with a page open for ten minutes")
    requests.set_ylabel("requests")
    requests.legend(fontsize=7)
    most = by_buyers[str(numbers[-1])]
    seconds.barh(ways, [most[way]["median_seconds"] for way in ways])
    seconds.set_xlabel("seconds from the outcome until half of the buyers know")
    return plot
