"""make pulumi-up: nothing is asked, and a protected stage has to be named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.delivery.engine import Engine, said, step, summary
from tests.tools.delivery.test_release import commit, git
from tools.delivery import up
from tools.delivery.stack import Stack

LOGS = "aws:cloudwatch/logGroup:LogGroup"


def test_a_deployed_stage_leaves_its_outputs_for_the_other_commands(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine.tells([step("create", LOGS, "logs"), summary()])
    out = tmp_path / "new" / "outputs.json"

    assert up.main(["--stage", "dev", "--out", str(out)]) == 0

    assert json.loads(out.read_text()) == {"http_url": "https://api.example.com"}
    assert capfd.readouterr().out == (
        f"The stage dev is deployed. Resources changed: 1. Next: make verify OUTPUTS={out}\n"
    )
    (asked,) = [one for one in engine.asked() if one.startswith("up")]
    assert asked.startswith("up --stack dev --non-interactive --color never --suppress-outputs")
    assert asked.endswith("--yes")


def test_a_protected_stage_is_deployed_only_by_its_name(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "outputs.json"

    assert up.main(["--stage", "prod", "--out", str(out)]) == 2
    assert "add CONFIRM=prod" in capfd.readouterr().err
    assert up.main(["--stage", "dev", "--out", str(out), "--confirm", "prod"]) == 2
    assert not [one for one in engine.asked() if one.startswith("up")]

    assert up.main(["--stage", "prod", "--out", str(out), "--confirm", "prod"]) == 0
    assert f"make verify OUTPUTS={out} CONFIRM=prod" in capfd.readouterr().out


def test_a_deployment_that_failed_writes_no_outputs(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine.tells([said("error", "no")], code=255)

    assert up.main(["--stage", "dev", "--out", str(tmp_path / "outputs.json")]) == 1
    assert not (tmp_path / "outputs.json").exists()
    assert "The stage dev is not deployed" in capfd.readouterr().err


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with two commits, as the program's folder."""
    folder = commit(tmp_path / "clone")
    (folder / "unrelated.py").write_text("NEWER = 1\n")
    git(folder, "commit", "-qam", "newer")
    monkeypatch.setattr(up, "stack_of", lambda stage: Stack(stage, folder, is_protected=False))
    return folder


def test_an_older_commit_does_not_take_a_stage_back_unless_it_is_told_to(
    engine: Engine, clone: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two runs may come to a stage in either order."""
    asked = ["--stage", "dev", "--out", str(clone.parent / "outputs.json")]
    newer = git(clone, "rev-parse", "HEAD").strip()
    engine.was_deployed_from(newer)
    git(clone, "checkout", "-q", "HEAD~1")

    assert up.main(asked) == 2
    assert f"was last deployed from {newer[:12]}, which comes after" in capfd.readouterr().err
    assert not [one for one in engine.asked() if one.startswith("up")]

    assert up.main([*asked, "--older"]) == 0


@pytest.mark.parametrize("deployed", ["HEAD~1", "HEAD", None, "unknown"])
def test_a_commit_that_is_not_older_is_deployed(
    engine: Engine, clone: Path, deployed: str | None
) -> None:
    commits = {"unknown": "f" * 40, None: None}
    head = commits[deployed] if deployed in commits else git(clone, "rev-parse", str(deployed))
    engine.was_deployed_from(head and head.strip())

    assert up.main(["--stage", "dev", "--out", str(clone.parent / "outputs.json")]) == 0


def test_a_program_that_is_in_no_repository_is_deployed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr(up, "stack_of", lambda stage: Stack(stage, tmp_path, is_protected=False))
    engine.was_deployed_from("f" * 40)

    assert up.main(["--stage", "dev", "--out", str(tmp_path / "outputs.json")]) == 0
