"""Runs the browser client's own tests, so that one command tests everything."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SECONDS = 120


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_browser_client_passes_its_own_tests(name: str) -> None:
    node = shutil.which("node")
    assert node, "node is not installed; the storefront's tests need Node.js 20 or newer"
    done = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / name)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed, f"node --test did not say how many tests passed:\n{done.stdout}"
    # A runner that finds no test passes the file itself as one: the file must name as many.
    written = len(re.findall(r"^test\(", (HERE / name).read_text(), re.MULTILINE))
    assert int(passed[1]) == written > 0, done.stdout
