"""Runs a file of Node's own tests, so that one command tests everything."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

SECONDS = 120


def node_test_files(folder: Path) -> list[str]:
    """Their names, for a test each."""
    return sorted(path.name for path in folder.glob("*.test.mjs"))


def run_node_tests(file: Path) -> None:
    """Fail with what Node said, unless each test that the file holds has passed."""
    node = shutil.which("node")
    assert node, "node is not installed; the tests in JavaScript need Node.js 20 or newer"
    # Without --test, which starts a process more: that takes longer than most files do.
    runner = subprocess.Popen(
        [node, "--test-reporter=tap", str(file)],
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
    assert passed, f"Node did not say how many tests passed:\n{said}"
    written = len(re.findall(r"^test\(", file.read_text(), re.MULTILINE))
    assert int(passed[1]) == written > 0, said


def _end_group(group: int) -> None:
    """What a test starts, such as npm, would outlive a runner that is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
