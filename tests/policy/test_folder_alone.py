"""A team copies the folder alone: the rules work there without this repository and Pulumi."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.repository import REPO_ROOT

# As the process of a pack does it: the folder is the first on the path, so they are ``rules``.
ASKS = """
import sys
sys.path.insert(0, sys.argv[1])
from rules import RULES, Registered, findings
print(len(RULES), findings([], production=True))
print(sorted(name for name in ("pulumi", "local", "contract", "policy") if name in sys.modules))
"""


def test_the_rules_work_in_a_folder_of_their_own(tmp_path: Path) -> None:
    copied = shutil.copytree(REPO_ROOT / "policy", tmp_path / "of-a-team")

    done = subprocess.run(
        [sys.executable, "-I", "-c", ASKS, str(copied)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    count, found = done.stdout.splitlines()[0].split(" ", 1)
    assert (int(count) > 50, found) == (True, "[]")
    assert done.stdout.splitlines()[1] == "[]"
