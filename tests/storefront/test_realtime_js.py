"""Runs the browser client's own tests, so that one command tests everything."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SECONDS = 120


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_browser_client_passes_its_own_tests(name: str) -> None:
    node = shutil.which("node")
    assert node, "node is not installed; the storefront's tests need Node.js 18 or newer"
    runner = subprocess.Popen(
        [node, "--test", "--test-reporter=tap", str(HERE / name)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = runner.communicate(timeout=SECONDS)
    finally:
        _end_group(runner.pid)
    assert runner.returncode == 0, said
    passed = re.search(r"^# pass (\d+)$", said, re.MULTILINE)
    assert passed, f"node --test did not say how many tests passed:\n{said}"
    # A runner that finds no test passes the file itself as one: the file must name as many.
    written = len(re.findall(r"^test\(", (HERE / name).read_text(), re.MULTILINE))
    assert int(passed[1]) == written > 0, said


def _end_group(group: int) -> None:
    """The runner starts a process for each file, which would outlive a runner that is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
