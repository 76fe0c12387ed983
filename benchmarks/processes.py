"""Modules of the benchmarks that run in a process of their own, and print what they found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]


def printed_by(module: str, *arguments: object) -> Any:
    """What ``python -m module`` prints, read as JSON. Raises if the module fails."""
    run = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(run.stdout)


def environment() -> dict[str, str]:
    """This process's environment, without what keeps Python from storing compiled modules: a second
    run finds them compiled, as in CI.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
