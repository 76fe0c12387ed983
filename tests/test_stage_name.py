"""A stage's name that does not fit into the resources' names is refused before anything exists."""

from __future__ import annotations

import json

import pulumi
import pytest

from setting_values import SettingError
from tests.support.recorded_program import DEV_CONFIG, Recording, record_stage

MOST = 17
PATTERN = "${stack}-${name}-${hex(7)}"
WITHOUT_STACK = "pulumi:autonaming: {pattern: '${name}-${hex(7)}'}"


def config(pattern: str) -> dict[str, str]:
    return {**DEV_CONFIG, "pulumi:autonaming": json.dumps({"pattern": pattern})}


def refused(stage: str, pattern: str = PATTERN) -> str:
    recording = Recording()
    with pytest.raises(SettingError) as caught:
        record_stage(config(pattern), recording, stack=stage)
    assert isinstance(caught.value, pulumi.RunError)  # Pulumi prints it without a traceback
    assert recording.resources == []
    return str(caught.value)


def test_the_longest_stage_name_is_taken() -> None:
    assert record_stage(config(PATTERN), stack="s" * MOST).resources


def test_a_longer_one_is_refused_with_what_fits_and_what_to_do() -> None:
    said = refused("s" * (MOST + 1))

    assert said.startswith(f"the stage's name must have {MOST} characters at most, got 'sssss")
    assert f"with {MOST + 1}: " in said
    assert WITHOUT_STACK in said
    assert "\n" not in said
    assert "notifier" not in said
    assert "checkout" not in said


def test_a_pattern_with_the_name_twice_leaves_less() -> None:
    said = refused("s" * MOST, "${stack}-${stack}-${name}-${hex(7)}")

    assert "must have 8 characters at most" in said


@pytest.mark.parametrize("stage", ["eu.prod", "a.b"])
def test_a_stage_name_with_characters_that_aws_refuses_is_refused(stage: str) -> None:
    said = refused(stage)

    assert f"letters, digits, hyphens and underscores, got {stage!r}" in said
    assert WITHOUT_STACK in said


@pytest.mark.parametrize("stage", ["eu.prod", "s" * 60])
def test_any_stage_name_is_taken_when_the_pattern_leaves_it_out(stage: str) -> None:
    assert record_stage(config("${name}-${hex(7)}"), stack=stage).resources
