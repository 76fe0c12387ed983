"""What two commits' tests and checks cost, side by side: table, file and page. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.results import Figure, Row, at_most, counted
from benchmarks.suite.checkouts import TEST
from benchmarks.suite.processor import Cost
from benchmarks.suite.reports import Report, Slow, vanished
from benchmarks.table import as_markdown, as_text, number
from benchmarks.turns import compared

HALF = at_most(0.5)


@dataclass(frozen=True)
class Side:
    """One commit's rounds: the costs of each target, and a report for each round of the tests."""

    commit: str
    costs: Mapping[str, Sequence[Cost]]
    reports: Sequence[Report]


@dataclass(frozen=True)
class Result:
    """The comparison of two commits."""

    figure: Figure
    slowest: Mapping[str, Sequence[Slow]]
    """The slowest tests and files of the last round, by commit and kind."""
    vanished: Sequence[str]
    not_passed: Sequence[str]
    failed: Sequence[str]
    """Targets of the head that failed."""

    @property
    def holds(self) -> bool:
        """Whether nothing was lost: no test vanished, and everything of the head passed."""
        return not (self.vanished or self.not_passed or self.failed)

    def as_json(self) -> dict[str, Any]:
        """As ``suite.json`` has it."""
        return asdict(self)


def compare(base: Side, head: Side) -> Result:
    """The head's costs against the base's."""
    rows: list[Row] = []
    for target in head.costs:
        for measure, field in (
            ("on the clock", "wall_seconds"),
            ("processor", "processor_seconds"),
        ):
            ours, theirs = (
                [float(getattr(cost, field)) for cost in side.costs[target]]
                for side in (head, base)
            )
            rows.append(compared(f"make {target}, {measure}", ours, base.commit, theirs, "s", HALF))
    if TEST in head.costs:
        now, before = (len(side.reports[-1].names) for side in (head, base))
        rows.append(counted("tests", now, base.commit, before, "tests"))
    return Result(
        Figure("suite", f"Tests and checks of {head.commit} against {base.commit}", tuple(rows)),
        {
            f"{kind} of {side.commit}": found
            for side in (base, head)
            for kind, found in _slowest(side).items()
        },
        vanished(base.reports, head.reports),
        [what for report in head.reports for what in report.not_passed],
        [
            f"make {target}"
            for target, costs in head.costs.items()
            if any(c.exit_code for c in costs)
        ],
    )


def text(result: Result) -> str:
    """The table for a terminal, the slowest of each side below it."""
    parts = [as_text([result.figure])]
    for title, found in result.slowest.items():
        parts += ["", title, *(f"{number(s.seconds):>7} s {s.share:6.1%}  {s.name}" for s in found)]
    return "\n".join([*parts, *_losses(result)])


def page(result: Result, machine: Mapping[str, str]) -> str:
    """docs/benchmarks/suite.md."""
    parts = [
        "# Tests and checks\n",
        "`.venv/bin/python -m benchmarks.suite` wrote this page. It checks out two commits, and",
        "runs `make check` and `make test` of both in turns. Processor seconds are user and system",
        "time of the command and of all processes that it started. `make check` had run before, so",
        "its caches are filled. A share is of the seconds of all tests, of every worker.\n",
        "Measured on: " + ", ".join(f"{name} {value}" for name, value in machine.items()) + ".\n",
        as_markdown(result.figure),
    ]
    for title, found in result.slowest.items():
        kind = "file" if "files" in title else "test"
        parts += [f"\n## {title}\n", f"| {kind} | seconds | share |", "| --- | --- | --- |"]
        parts += [f"| `{s.name}` | {number(s.seconds)} | {s.share:.1%} |" for s in found]
    return "\n".join([*parts, *_losses(result, "## ")]) + "\n"


def _slowest(side: Side) -> dict[str, list[Slow]]:
    if not side.reports:
        return {}
    last = side.reports[-1]
    return {"Slowest tests": last.slowest(), "Slowest files": last.slowest_files()}


def _losses(result: Result, mark: str = "") -> list[str]:
    lines = []
    for title, names in (
        ("Tests that vanished or have another name", result.vanished),
        ("Tests that did not pass", result.not_passed),
        ("Commands that failed", result.failed),
    ):
        lines += ["", f"{mark}{title}", "", *(f"- `{name}`" for name in names)] if names else []
    return lines
