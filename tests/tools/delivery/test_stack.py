"""What must be there before the engine runs, and the policies that run with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tools.delivery.engine import Engine
from tools.delivery import drift, preview, up
from tools.delivery.stack import DeliveryError, stack_of


@pytest.mark.parametrize("command", [preview.main, drift.main, up.main])
@pytest.mark.parametrize(
    ("stage", "what"),
    [
        ("qa", "STAGE=qa has no settings: there is no Pulumi.qa.yaml. Stages with settings are "
               "dev, prod, staging."),
        ("local", "STAGE=local is the stage that make up runs on this machine, and no stack"),
        ("staging", "no stack staging is in s3://state-of-the-shop, which holds dev, prod of this "
                    "project. Check PULUMI_BACKEND_URL, or make the stack with: pulumi stack init "
                    "staging --secrets-provider awskms://alias/pulumi-staging"),
    ],
)  # fmt: skip
def test_a_stage_that_is_not_there_is_refused_before_the_engine_runs(
    engine: Engine, capfd: pytest.CaptureFixture[str], command: object, stage: str, what: str
) -> None:
    assert callable(command)
    assert command(["--stage", stage]) == 2

    assert what in capfd.readouterr().err
    assert {one.split(" --")[0] for one in engine.asked()} <= {"stack ls"}


def test_without_the_cli_it_says_where_to_get_it(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert preview.main(["--stage", "dev"]) == 2
    assert "the Pulumi CLI is not on the PATH. Install 3.259 or newer" in capfd.readouterr().err


def test_a_backend_that_does_not_answer_is_named_as_such(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    (engine.folder / "ls").write_text("255")

    assert preview.main(["--stage", "dev"]) == 2
    assert "pulumi stack ls --json failed" in (said := capfd.readouterr().err)
    assert "Check PULUMI_BACKEND_URL and the credentials" in said


def test_the_policy_pack_is_installed_once_for_its_requirements(engine: Engine) -> None:
    stack = stack_of("dev")

    stack.run("preview")
    stack.run("preview")

    runs = [one for one in engine.asked() if one.startswith("preview")]
    assert ["--policy-pack" in one for one in runs] == [True, True]
    assert engine.asked().count("install") == 1  # once, until the pack wants other packages
    newer = (engine.pack / ".venv" / ".ready").stat().st_mtime + 1
    os.utime(engine.pack / "requirements.txt", (newer, newer))
    stack.run("preview")
    assert engine.asked().count("install") == 2


def test_a_policy_pack_that_cannot_be_installed_stops_the_command(engine: Engine) -> None:
    engine.tells([], code=1)
    engine.cannot_install()

    with pytest.raises(DeliveryError, match=r"policy pack in .* cannot be installed"):
        stack_of("dev").run("preview")
    assert not [one for one in engine.asked() if one.startswith("preview")]


def test_a_protected_stage_is_known_by_its_settings(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:deletionProtection: true\n")

    assert stack_of("dev", tmp_path).is_protected


def test_a_stage_without_any_setting_is_not_protected(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").touch()

    assert stack_of("dev", tmp_path).is_protected is False
    with pytest.raises(DeliveryError, match=r"there is no Pulumi\.prod\.yaml"):
        stack_of("prod", tmp_path)
