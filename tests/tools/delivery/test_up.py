"""make pulumi-up: nothing is asked, and a protected stage has to be named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.delivery.engine import Engine, said, step, summary
from tools.delivery import up

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
