"""What the emulator's process loads before it answers: nothing that a stage has no use for."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.support.repository import REPO_ROOT

SPARED = ("docker", "requests", "boto3", "pulumi", "grpc")
LOADED = """
import json, sys
import local.emulator.patched_app
print(json.dumps([name for name, module in sys.modules.items() if module]))
"""


def test_the_emulator_loads_no_library_that_a_stage_has_no_use_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=REPO_ROOT, capture_output=True, text=True, check=True
    )
    loaded = json.loads(done.stdout)
    assert "ministack.app" in loaded
    assert [name for name in SPARED if name in loaded] == []
