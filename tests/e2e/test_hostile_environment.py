"""An operator's command on the local stage, from a shell that is set up for something else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from local.local_stage import LocalStage
from tests.support.hostile_environment import hostile
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")


def test_redrive_finds_the_local_stage_whatever_the_shell_holds(
    stage: LocalStage, tmp_path: Path
) -> None:
    installed = ("-o", ".venv/.ready", "-o", "node_modules/.ready")  # nothing is installed here
    outputs = f"OUTPUTS={stage.outputs_path}"
    done = subprocess.run(
        ["make", *installed, "redrive", "LIST=1", outputs, "ORDER=ord-unknown"],
        cwd=REPO_ROOT,
        env=os.environ | hostile(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    # It asked the table and Step Functions of this stage.
    assert f"The table {stage.outputs['orders_table']} does not hold it" in done.stderr
    assert "Traceback" not in done.stderr
