"""``python -m benchmarks.suite [BASE] [HEAD]``: what the tests and checks of two commits cost.

Each commit is cloned into a temporary folder and set up there. A round runs ``make check`` and
``make test`` of both in turns; every other round begins with the head. One round takes a quarter
of an hour on two cores with nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.processes import PROJECT
from benchmarks.suite.checkouts import CHECK, TEST, Checkout, check_out
from benchmarks.suite.processor import Cost
from benchmarks.suite.reports import Report, read
from benchmarks.suite.result import Result, Side, compare, page, text
from operations.progress import progress

BASE = "4adc852"
"""The commit before the tests were made cheaper."""
RESULTS = Path(__file__).parents[1] / "suite.json"
PAGE = PROJECT / "docs" / "benchmarks" / "suite.md"


def main() -> int:
    """Measure, write and print. 1 if a test vanished, or something of the head did not pass."""
    asked = parser().parse_args()
    targets = (asked.only,) if asked.only else (CHECK, TEST)
    with tempfile.TemporaryDirectory(prefix="suite-") as folder:
        sides = [
            set_up(commit, Path(folder) / name)
            for name, commit in (("base", asked.base), ("head", asked.head))
        ]
        base, head = measure(sides, targets, asked.rounds)
    result = compare(base, head)
    save(result)
    progress.say("\n" + text(result))
    progress.say(f"\nWrote {RESULTS.relative_to(PROJECT)} and {PAGE.relative_to(PROJECT)}")
    return 0 if result.holds else 1


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.suite", description=__doc__)
    made.add_argument("base", nargs="?", default=BASE, help="commit to compare with (%(default)s)")
    made.add_argument("head", nargs="?", default="HEAD", help="commit to measure (%(default)s)")
    made.add_argument("--rounds", type=int, default=1, help="runs of each (%(default)s)")
    made.add_argument("--only", choices=(TEST, CHECK), help="measure one of both")
    return made


def set_up(commit: str, folder: Path) -> Checkout:
    """The commit in its folder, ready to run."""
    checkout = check_out(PROJECT, commit, folder)
    began = time.monotonic()
    with progress.doing(f"  {folder.name} {checkout.commit}: make setup, and make check once"):
        checkout.set_up()
    progress.done(f"  {folder.name} {checkout.commit}: set up in {time.monotonic() - began:.0f} s")
    return checkout


def measure(sides: Sequence[Checkout], targets: Sequence[str], rounds: int) -> list[Side]:
    """Each side's costs, target by target and round by round."""
    costs: dict[Path, dict[str, list[Cost]]] = defaultdict(lambda: defaultdict(list))
    reports: dict[Path, list[Report]] = defaultdict(list)
    for number in range(rounds):
        for target in targets:
            for side in reversed(sides) if number % 2 else sides:
                what = f"  round {number + 1} of {rounds}: make {target} of {side.commit}"
                with progress.doing(what):
                    cost = side.cost_of(target, number)
                took = f"{cost.wall_seconds:.0f} s, {cost.processor_seconds:.0f} s of processor"
                progress.done(f"{what}: {took}")
                if cost.exit_code:
                    progress.say(f"  FAILED. Its last lines:\n{side.said(target, number)}")
                costs[side.folder][target].append(cost)
                if target == TEST:
                    reports[side.folder].append(read(side.report(number), side.folder))
    return [Side(side.commit, costs[side.folder], reports[side.folder]) for side in sides]


def save(result: Result) -> None:
    """Write suite.json and the page."""
    described = machine.describe()
    content = {"machine": described, **result.as_json()}
    RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    PAGE.write_text(page(result, described))


if __name__ == "__main__":
    raise SystemExit(main())
