"""``make bench``: run every figure, write results.json and docs/benchmarks, print one table."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.figures import FIGURES
from benchmarks.plots import page
from benchmarks.processes import PROJECT
from benchmarks.results import Figure
from benchmarks.table import as_text
from operations.progress import progress

RESULTS = Path(__file__).with_name("results.json")
PAGE = PROJECT / "docs" / "benchmarks"


def main() -> None:
    """Measure the figures that are asked for. The others keep what they had.

    Each is saved at once: what fails later takes nothing away.
    """
    names = asked()
    began = time.monotonic()
    found = stored()
    with Bench() as bench:
        for number, name in enumerate(names, start=1):
            found[name] = measured(bench, name, f"{number} of {len(names)}")
            save(found)
    page.write(PAGE, [found[name] for name in FIGURES if name in found])
    progress.say("\n" + as_text(found[name] for name in names))
    progress.say(f"\n{time.monotonic() - began:.0f} s. Wrote {_short(RESULTS)} and {_short(PAGE)}/")


def asked() -> tuple[str, ...]:
    """The names of the figures to measure."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", metavar="NAME", choices=FIGURES, help="one of: %(choices)s")
    only = parser.parse_args().only
    return (only,) if only else FIGURES


def measured(bench: Bench, name: str, place: str) -> Figure:
    """One figure, and a line that says how long it took."""
    began = time.monotonic()
    # For each one anew: a figure before may have had an environment of its own.
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                   "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
    with progress.doing(f"  {place}  {name}"):
        figure: Figure = import_module(f"benchmarks.figures.{name.replace('-', '_')}").measure(
            bench
        )
    progress.done(f"  {place}  {figure.title}: {time.monotonic() - began:.0f} s")
    return replace(figure, machine=machine.describe())


def stored() -> dict[str, Figure]:
    """The figures in results.json, by name. None if there is no such file."""
    if not RESULTS.exists():
        return {}
    figures = map(Figure.from_json, json.loads(RESULTS.read_text())["figures"])
    return {figure.name: figure for figure in figures}


def save(found: Mapping[str, Figure]) -> None:
    """Write results.json: the figures in their order."""
    content = {"figures": [found[name].as_json() for name in FIGURES if name in found]}
    RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _short(path: Path) -> Path:
    return path.relative_to(PROJECT)


if __name__ == "__main__":
    main()
