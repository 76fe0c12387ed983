"""A small part of ``make fuzz`` in every run: some inputs to each handler, one process per family.

A process of its own, because the suite replaces AWS for good where it runs.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fuzz.doors import DOORS
from tests.support.repository import REPO_ROOT

CASES = 60


@pytest.mark.parametrize("family", ["realtime.", "checkout."])
def test_no_input_is_unhandled_leaks_or_writes_in_part(family: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--part", "handlers", "--only", family,
         "--cases", str(CASES), "--processes", "1"],
        cwd=REPO_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"{run.stdout[-8000:]}{run.stderr[-2000:]}"


def test_every_handler_has_a_door() -> None:
    handlers = {
        path.stem
        for path in (REPO_ROOT / "functions").glob("*/*.py")
        if "\ndef handler(" in path.read_text()
    }
    assert {door.name for door in DOORS} == handlers
