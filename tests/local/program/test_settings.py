"""Faults in a stage's file are one sentence: which file, what, what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.local_stage import LocalStage, StageRefusedError
from local.program import ProgramError, stage_config

PROJECT = """\
name: trial
config:
  aws:region: {value: us-east-1}
  greeting: {type: string, default: hello}
  maxGuests: {type: integer}
"""


def config(tmp_path: Path, stage: str, project: str = PROJECT) -> dict[str, str]:
    (tmp_path / "Pulumi.yaml").write_text(project)
    (tmp_path / "Pulumi.dev.yaml").write_text(stage)
    return dict(stage_config(tmp_path, "dev", {}).values)


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("config:\n\ttrial:greeting: a\n", "Pulumi.dev.yaml, line 2 is no YAML: .*not with tabs"),
        ("config:\n  a:b: [1\n", "Pulumi.dev.yaml, line 3 is no YAML: .*begun in line 2"),
        ("config:\n  - a\n", "config must map keys to values, got a list in line 2"),
        ("- a\n", "must hold a YAML mapping, got list"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, stage: str, says: str) -> None:
    with pytest.raises(ProgramError, match=says) as failed:
        config(tmp_path, stage)

    assert "\n" not in str(failed.value)


def test_a_project_must_have_a_name(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"Pulumi\.yaml must hold the project's name"):
        config(tmp_path, "config: {}", "runtime: python\n")


def test_a_providers_settings_and_those_of_a_project_without_a_schema_are_its_own_business(
    tmp_path: Path,
) -> None:
    assert config(tmp_path, "config: {aws:profile: x}")["aws:profile"] == "x"
    assert config(tmp_path, "config: {trial:any: x}", "name: trial\n") == {"trial:any": "x"}


def test_a_key_without_a_namespace_is_the_projects_own_as_under_pulumi(tmp_path: Path) -> None:
    assert config(tmp_path, "config: {maxGuests: 3}")["trial:maxGuests"] == "3"


@pytest.mark.parametrize(
    ("written", "handed_over"),
    [("null", ""), ("~", ""), ("", ""), ("50.0", "50"), ("5e3", "5000"), ("1_000", "1000"),
     ("010", "8"), ("0x10", "16"), ("1.5", "1.5"), (".5", "0.5"), ("True", "true"), ("yes", "yes"),
     ("on", "on"), ("12:30:45", "12:30:45"), ("2030-01-31", "2030-01-31"), ("[]", "[]"),
     ("{a: {b: [1, x, null, true]}}", '{"a":{"b":[1,"x",null,true]}}'), ('["é"]', '["é"]')],
)  # fmt: skip
def test_a_value_is_the_text_that_pulumi_hands_to_a_program(
    tmp_path: Path, written: str, handed_over: str
) -> None:
    """The texts are those of CLI 3.260."""
    assert config(tmp_path, f"config:\n  trial:greeting: {written}\n")["trial:greeting"] == (
        handed_over
    )


def test_the_local_stage_takes_no_issuer_but_its_own_user_pool(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: realtime-checkout\n")
    (tmp_path / "Pulumi.local.yaml").write_text(
        "config: {realtime-checkout:oidcIssuer: https://x, realtime-checkout:oidcAudience: y}"
    )
    stage = LocalStage(tmp_path, storefront_port=0, outputs_file=tmp_path / "outputs.json")

    with pytest.raises(StageRefusedError, match=r"remove oidcIssuer and oidcAudience from .*local"):
        stage.__enter__()
