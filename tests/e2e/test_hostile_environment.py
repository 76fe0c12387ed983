"""Commands on the local stage, from a shell that is set up for something else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from local.local_stage import LocalStage
from tests.support.hostile_environment import hostile
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        # They asked the table and Step Functions of this stage.
        ("redrive LIST=1 ORDER=ord-unknown", 2, "The table {orders_table} does not hold it"),
        ("show-order ORDER=ord-unknown", 2, "{orders_table}"),
        ("page OUT={folder}/page", 0, "the page is in {folder}/page"),
    ],
)
def test_a_command_does_its_work_whatever_the_shell_holds(
    stage: LocalStage, tmp_path: Path, command: str, code: int, says: str
) -> None:
    installed = ("-o", ".venv/.ready", "-o", "node_modules/.ready")  # nothing is installed here
    target, *options = command.format(folder=tmp_path).split()
    done = subprocess.run(
        ["make", *installed, target, f"OUTPUTS={stage.outputs_path}", *options],
        cwd=REPO_ROOT,
        env=os.environ | hostile(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    # make itself exits with 2 whenever a command fails.
    assert done.returncode == code, done.stderr
    assert says.format(folder=tmp_path, **stage.outputs) in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
