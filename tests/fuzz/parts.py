"""What a part of the suite reports, and the line that shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

BAR = 30
Progress = Callable[[int, int, int], None]
"""(done, total, faults so far)."""


@dataclass
class Part:
    """One part's result."""

    name: str
    inputs: int
    faults: list[str] = field(default_factory=list)
    """Each kind of fault with its smallest input."""


def progress_of(name: str) -> Progress:
    """On a terminal one line that is overwritten; elsewhere one line for each fifth."""

    shown = [0]

    def show(done: int, total: int, faults: int) -> None:
        fifth = done * 5 // max(1, total)
        filled = BAR * done // max(1, total)
        line = (
            f"{name:10} [{'#' * filled}{'.' * (BAR - filled)}] {done} of {total}, {faults} faulty"
        )
        if sys.stdout.isatty():
            print(f"\r{line}", end="\n" if done >= total else "", flush=True)
        elif fifth != shown[0]:
            shown[0] = fifth
            print(line, flush=True)

    return show


def silent(done: int, total: int, faults: int) -> None:
    """No line: within a test."""
