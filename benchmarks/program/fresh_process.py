"""A command in a fresh process: its seconds, and the memory that it and its children took."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.processes import PROJECT, environment

_PEAKS = """
import resource
from benchmarks.cold_start.fresh_interpreter import own_peak_mebibytes, peak_mebibytes
print("peak", own_peak_mebibytes() + peak_mebibytes(resource.RUSAGE_CHILDREN))
"""


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    seconds: float
    mebibytes: float
    """The peak of the process, and that of its largest child."""


def python_cost(code: str) -> Cost:
    """What the code takes in a fresh Python process, in the project's folder."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + _PEAKS],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return Cost(time.perf_counter() - began, float(done.stdout.rsplit("peak ", 1)[1]))


def run_to_end(command: Sequence[str]) -> float:
    """The seconds of a command that succeeds."""
    began = time.perf_counter()
    subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, check=True)
    return time.perf_counter() - began
