"""Two commits, each in a folder of its own and set up, and their commands."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import environment
from benchmarks.suite.processor import Cost, run

TEST, CHECK = "test", "check"
FIRST = -1
"""The run that warms up."""
LAST_LINES = 30


@dataclass(frozen=True)
class Checkout:
    """One commit in its folder."""

    commit: str
    folder: Path

    @property
    def logs(self) -> Path:
        """The folder of what the commands said."""
        return self.folder.with_name(f"{self.folder.name}-logs")

    def set_up(self) -> None:
        """Install what the commit needs. ``make check`` runs once: it fills mypy's cache."""
        self.logs.mkdir(exist_ok=True)
        for target in ("setup", CHECK):
            log = self._log(target, FIRST)
            if run(["make", target], self.folder, log, environment()).exit_code:
                raise SystemExit(
                    f"make {target} of {self.commit} failed:\n{self.said(target, FIRST)}"
                )

    def cost_of(self, target: str, round_number: int) -> Cost:
        """Run the target once."""
        log = self._log(target, round_number)
        command = ["make", target]
        if target == TEST:
            command = with_report(self._recipe(target), self.report(round_number))
        return run(command, self.folder, log, environment())

    def report(self, round_number: int) -> Path:
        """Where pytest writes each test's seconds."""
        return self.logs / f"tests-{round_number}.xml"

    def said(self, target: str, round_number: int) -> str:
        """The last lines that the target wrote."""
        lines = self._log(target, round_number).read_text(errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])

    def _log(self, target: str, round_number: int) -> Path:
        return self.logs / f"{target}-{round_number}.log"

    def _recipe(self, target: str) -> str:
        """What make would run. The Makefile lets no variable of pytest's through it."""
        return subprocess.run(
            ["make", "--dry-run", target], cwd=self.folder, env=environment(), check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip


def with_report(recipe: str, report: Path) -> list[str]:
    """The recipe for a shell, with a report of each test's seconds."""
    lines = [line.strip() for line in recipe.splitlines() if line.strip()]
    if not lines or " -m pytest" not in lines[-1]:
        raise ValueError(f"make test: its last line must run pytest, got {recipe!r}")
    told = f"{lines[-1]} --junitxml={shlex.quote(str(report))}"
    return ["bash", "-ec", "\n".join([*lines[:-1], told])]


def check_out(project: Path, commit: str, folder: Path) -> Checkout:
    """Clone the project and take the commit. The folder must not exist."""
    known = _git(project, "rev-parse", "--short", f"{commit}^{{commit}}")
    _git(project, "clone", "--quiet", "--no-checkout", str(project), str(folder))
    _git(folder, "checkout", "--quiet", "--detach", known)
    return Checkout(known, folder)


def _git(folder: Path, *words: str) -> str:
    asked = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        raise SystemExit(f"git {' '.join(words)}: {asked.stderr.strip()}")
    return asked.stdout.strip()
