"""The plot of the cold starts: bars for each function and its peers."""

from __future__ import annotations

from matplotlib.figure import Figure as Plot

from benchmarks.results import Figure

BAR = 0.27


def draw(figure: Figure) -> Plot:
    """Initialisation, and on top of it the first call, in milliseconds."""
    init, call, bare = (figure.series[name] for name in ("init_ms", "call_ms", "bare"))
    names = list(bare)
    plot = Plot(figsize=(8, 8))
    axes = plot.subplots()
    kinds = (
        ("ours", "tab:blue", {name: name for name in names}),
        ("bare boto3 with the same clients", "tab:gray", bare),
        ("common handler", "tab:orange", {name: f"common {name}" for name in names}),
    )
    for place, (label, colour, key_of) in enumerate(kinds):
        present = [(at, key_of[name]) for at, name in enumerate(names) if key_of[name] in init]
        heights = [at + (place - 1) * BAR for at, _ in present]
        first = [init[key] for _, key in present]
        axes.barh(heights, first, BAR, color=colour, label=label)
        calls = [call[key] for _, key in present]
        axes.barh(heights, calls, BAR, left=first, color=colour, alpha=0.5)
    axes.set_yticks(range(len(names)), [name.split(".")[1] for name in names])
    axes.invert_yaxis()
    axes.set_xlabel("ms of processor time; the paler part is the first call")
    axes.legend()
    return plot
