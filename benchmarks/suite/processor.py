"""A command's seconds: on the clock, and of processor with all the processes that it started."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SUPERVISOR = Path(__file__).with_name("supervisor.py")


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    wall_seconds: float
    processor_seconds: float
    """User and system time of the command and of every process that it started and that ended."""
    exit_code: int


def run(command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str]) -> Cost:
    """Run the command in the folder. What it says goes into the log file."""
    told = subprocess.run(
        [sys.executable, "-I", str(SUPERVISOR), str(log), *command],
        cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return Cost(*json.loads(told.stdout))
