"""Runs the browser client's own tests, so that one command tests everything."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
AT_LEAST = 20
SECONDS = 60


def test_the_browser_client_passes_its_own_tests() -> None:
    node = shutil.which("node")
    assert node, "node is not installed; the storefront's tests need Node.js 20 or newer"
    done = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / "realtime.test.mjs")],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed, f"node --test did not say how many tests passed:\n{done.stdout}"
    # A runner that finds no test exits with 0 as well.
    assert int(passed[1]) >= AT_LEAST, done.stdout
