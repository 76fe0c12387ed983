"""``make simulate``: read the client, run the storms, write results, plot and tables."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from planning.simulation import client, page, plot
from planning.simulation.scenarios import Row, echoes, named, row
from planning.simulation.storm import Storm, run

RESULTS = Path(__file__).with_name("results.json")
POINTS = 240
"""So many points has a curve at most."""


def main() -> None:
    """Some minutes: a million pages are many."""
    client.FILE.write_text(client.printed())
    known = client.read()
    with ProcessPoolExecutor() as pool:
        stormed = list(pool.map(_stormed, *zip(*named(known), strict=True)))
        followed = echoes(known)
        rates = dict(zip(followed, pool.map(_rates, followed.values()), strict=True))
    rows = [one for one, _ in stormed]
    curves = {f"{one.pages} {one.name}": curve for one, curve in stormed}
    found = {
        "rows": [asdict(one) for one in rows],
        "live_percent": curves,
        "handshakes_per_second": rates,
    }
    RESULTS.write_text(json.dumps(found) + "\n")
    plot.write(found)
    page.write(found)


def stored() -> list[Row]:
    """The rows of the last run."""
    return [Row(**one) for one in json.loads(RESULTS.read_text())["rows"]]


def _stormed(name: str, storm: Storm) -> tuple[Row, plot.Curve]:
    course = run(storm)
    sys.stderr.write(f"  {storm.pages:,} pages, {name}\n")
    return row(name, storm, course), plot.live_curve(course, POINTS)


def _rates(storm: Storm) -> plot.Curve:
    return plot.rate_curve(run(storm), storm.step_seconds)


if __name__ == "__main__":
    main()
