"""``make check`` audits the workflows by zizmor, which finds what it is there for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT
from tests.workflows.files import FOLDER
from tools.check import AUDIT, BIN, CHECKS

SOUND = FOLDER / "workflows" / "review.yml"
FAULTS = {
    "unpinned-uses": ("@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7"),
    "artipacked": ("persist-credentials: false", "persist-credentials: true"),
    "excessive-permissions": ("permissions: {}", "permissions: write-all"),
    "template-injection": ('"$RUNNER_TEMP/review.md" >>', '"${{ github.head_ref }}" >>'),
    "dangerous-triggers": ("  pull_request:", "  pull_request_target:"),
}


def audit(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "zizmor", *AUDIT, folder], capture_output=True, text=True, check=False
    )


def test_the_audit_is_a_part_of_the_checks() -> None:
    assert [one.command for one in CHECKS if "zizmor" in str(one.command[0])] == [
        (BIN / "zizmor", *AUDIT, ".github")
    ]


def test_the_workflows_have_no_finding() -> None:
    done = audit(FOLDER)

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("finding", FAULTS)
def test_a_planted_fault_is_found(tmp_path: Path, finding: str) -> None:
    sound, faulty = FAULTS[finding]
    text = SOUND.read_text()
    assert sound in text
    file = tmp_path / ".github" / "workflows" / "review.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text.replace(sound, faulty))

    done = audit(tmp_path)

    assert done.returncode > 10
    assert f"[{finding}]" in done.stdout


def test_what_is_ignored_says_why() -> None:
    texts = [path.read_text() for path in FOLDER.rglob("*.yml")]
    ignored = [line for text in texts for line in text.splitlines() if "zizmor: ignore" in line]

    assert ignored == [
        "  workflow_run: # zizmor: ignore[dangerous-triggers] runs nothing of the pull request"
    ]
    assert (REPO_ROOT / ".github" / "zizmor.yml").read_text().count("disable: true") == 1
