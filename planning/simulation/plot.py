"""docs/planning/reconnect-storm.svg: how storms end, and what comes of them hours later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from contract.quotas import NEW_CONNECTIONS
from planning.simulation.scenarios import SIZES
from planning.simulation.storm import Course
from planning.style import style

TARGET = Path(__file__).resolve().parents[2] / "docs" / "planning" / "reconnect-storm.svg"
Curve = list[list[float]]
COLOURS = {10_000: "tab:green", 100_000: "tab:blue", 300_000: "tab:orange", 1_000_000: "tab:purple"}
RATE_SECONDS = 30


def live_curve(course: Course, points: int) -> Curve:
    """Seconds and the percentage of live pages, at so many moments."""
    chosen = np.unique(np.linspace(0, len(course.seconds) - 1, points).astype(int))
    percent = 100 * course.live[chosen] / course.pages
    return [course.seconds[chosen].tolist(), percent.round(2).tolist()]


def rate_curve(course: Course, step_seconds: float) -> Curve:
    """Seconds and handshakes a second, the mean of half a minute."""
    per_point = round(RATE_SECONDS / step_seconds)
    whole = len(course.handshakes) // per_point * per_point
    rate = course.handshakes[:whole].reshape(-1, per_point).sum(axis=1) / RATE_SECONDS
    return [course.seconds[per_point - 1 : whole : per_point].tolist(), rate.round(1).tolist()]


def write(found: Mapping[str, Any]) -> None:
    """Draw what ``results.json`` holds."""
    with matplotlib.rc_context(style("simulation")):
        figure = Figure(figsize=(8, 7))
        above, below = figure.subplots(2, 1)
        _draw_live(above, found["live_percent"])
        _draw_echo(below, found["handshakes_per_second"])
        TARGET.parent.mkdir(exist_ok=True)
        figure.savefig(TARGET, metadata={"Date": None})


def _draw_live(axes: Axes, curves: Mapping[str, Curve]) -> None:
    for pages in SIZES:
        for storm, line in (("full jitter", "-"), ("no jitter", ":")):
            if curve := curves.get(f"{pages} {storm}"):
                axes.plot(*curve, line, color=COLOURS[pages], label=f"{pages:,} pages, {storm}")
    axes.set(xscale="log", xlim=(1, 3600), xlabel="seconds since all connections were cut")
    axes.set(ylabel="% of the pages live", title="Back after a cut, 500 connections a second")
    axes.legend(fontsize=8)


def _draw_echo(axes: Axes, curves: Mapping[str, Curve]) -> None:
    for name, (seconds, rate) in curves.items():
        line = "-" if "hour" in name else "--"
        colour = "tab:red" if "before" in name else "tab:green"
        axes.plot(np.array(seconds) / 60, rate, line, color=colour, label=name)
    axes.axhline(NEW_CONNECTIONS.value, color="black", linewidth=0.8, label="the quota")
    axes.set(yscale="symlog", ylim=(0, 30_000), xlabel="minutes since all connections were cut")
    axes.set(ylabel="handshakes a second", title="The echo of 100,000 pages")
    axes.legend(fontsize=8, loc="upper right")
