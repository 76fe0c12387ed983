"""What the commands on a stack share: options, a report's file, errors in words."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from operations.deployed_stage import SettingsError
from tools.delivery.stack import DeliveryError

CANNOT_WORK = 2
"""Exit code of a command that could not do its work at all."""


def parser(module: str, description: str | None) -> argparse.ArgumentParser:
    """A parser of ``python -m tools.delivery.<module>``."""
    prog = f"python -m tools.delivery.{module}"
    made = argparse.ArgumentParser(prog=prog, description=description)
    made.add_argument("--stage", required=True)
    made.add_argument("--out", type=Path, metavar="FILE", help="where to write it, too")
    return made


def run(work: Callable[[], int]) -> int:
    """The exit code of the work. ``CANNOT_WORK`` and a sentence on stderr when it cannot begin."""
    try:
        return work()
    except (DeliveryError, SettingsError) as refused:
        print(refused, file=sys.stderr)
        return CANNOT_WORK


@contextmanager
def reported(title: str, out: Path | None) -> Iterator[None]:
    """Report also that the work cannot begin, or what an earlier run wrote would stand for it."""
    try:
        yield
    except DeliveryError:
        report(f"### {title}, the job's log says why\n", out)
        raise


def report(text: str, out: Path | None) -> None:
    """Print the Markdown and write it into the file, and into a job's summary where one is."""
    print(text, end="")
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text)
