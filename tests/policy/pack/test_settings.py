"""What a team sets of the pack: in its config, and in the file of waivers beside its program."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.pack.settings import CONFIG, Settings, SettingsError, program_folder, settings_of
from policy.rules import FILE
from tests.policy.cases_by_rule import CASES
from tests.policy.pack.asked import Pack

WAIVER = {"rule": "queue-encrypted", "resource": "one", "reason": "Trial.", "dated": "2026-01-02"}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The folder of a program with one waiver."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / FILE).write_text(
        "waivers: [{rule: queue-encrypted, resource: one, reason: Trial., dated: 2026-01-02}]"
    )
    return tmp_path


def test_without_settings_production_has_its_usual_names() -> None:
    assert settings_of({}, None, "shop") == Settings(
        ("prod", "production", "prod-*", "production-*"), ()
    )


def test_waivers_come_from_the_config_and_from_the_file(program: Path) -> None:
    config = {"waivers": [{**WAIVER, "rule": "log-retention-set"}]}

    waivers = settings_of(config, str(program), "shop").waivers

    assert [one.rule for one in waivers] == ["log-retention-set", "queue-encrypted"]


def test_the_file_is_found_from_a_folder_below_the_program(program: Path) -> None:
    below = program / "functions" / "shop"
    below.mkdir(parents=True)

    assert program_folder(str(below), "shop") == program
    assert Pack(shell_folder=str(below)).run(CASES["queue-encrypted"].failing) == []


def test_the_file_of_another_program_does_not_count(program: Path) -> None:
    """``pulumi -C elsewhere`` leaves the shell's folder in the environment."""
    (program / "Pulumi.yaml").write_text("name: other\nruntime: python\n")

    assert program_folder(str(program), "shop") is None
    assert len(Pack(shell_folder=str(program)).run(CASES["queue-encrypted"].failing)) == 1


@pytest.mark.parametrize("content", ["[", "- a list", "\ufffe\u0000"])
def test_a_project_file_that_cannot_be_read_is_no_program(program: Path, content: str) -> None:
    (program / "Pulumi.yaml").write_text(content)

    assert program_folder(str(program), "shop") is None


def test_outside_of_every_program_there_is_none(tmp_path: Path) -> None:
    assert program_folder(str(tmp_path), "shop") is None
    assert program_folder(None, "shop") is None


def test_a_program_without_the_file_has_no_waivers(program: Path) -> None:
    (program / FILE).unlink()

    assert settings_of({}, str(program), "shop").waivers == ()


def test_a_setting_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="no setting 'productionStack'; the settings are prod"):
        settings_of({"productionStack": ["live"]}, None, "shop")


def test_a_waiver_that_says_too_little_is_refused_by_its_place() -> None:
    with pytest.raises(SettingsError, match="pack-settings: waiver 2: reason must be"):
        settings_of({"waivers": [WAIVER, {**WAIVER, "reason": ""}]}, None, "shop")


@pytest.mark.parametrize("content", [b"waivers: {}", b"\xff"])
def test_a_file_that_cannot_be_used_is_refused_by_its_path(program: Path, content: bytes) -> None:
    (program / FILE).write_bytes(content)

    with pytest.raises(SettingsError, match=str(program / FILE)):
        settings_of({}, str(program), "shop")


def test_settings_that_cannot_be_used_are_a_finding_once_and_waive_nothing() -> None:
    failing = CASES["queue-encrypted"].failing
    said = Pack({"waivers": [WAIVER, {}]}).run([*failing, *CASES["log-retention-set"].passing])

    assert [one.policy for one in said] == ["pack-settings", "queue-encrypted"]
    assert "waiver 2: rule must be there" in said[0].message


def test_the_settings_have_a_schema_that_the_engine_checks() -> None:
    settings = Pack().policies[0]

    assert settings.config == CONFIG
    assert {name: schema["type"] for name, schema in CONFIG.items()} == {
        "productionStacks": "array", "waivers": "array",
    }  # fmt: skip
