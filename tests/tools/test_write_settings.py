"""What is written from the declarations of settings is what stands in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from components.building_blocks.args_fields import arg_fields
from components.realtime_notifier.args import NotifierSettings
from setting_values import flag, listing, text, whole_number
from stage import KEYS
from tests.support.repository import REPO_ROOT
from tools.write_settings import declared_fields, files, kind_of


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_written_file_is_what_its_declarations_say(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == files()[path], "run: make settings"


def test_a_setting_is_called_by_its_key_in_every_text() -> None:
    page = (REPO_ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = {one.field for key, one in KEYS.items() if one.field != key}

    assert [name for name in sorted(names) if f"`{name}`" in page] == []


def test_a_stage_reads_each_key_as_the_kind_that_its_field_declares() -> None:
    readers: dict[object, type] = {text: str, whole_number: int, flag: bool, listing: list}

    for key, field in declared_fields().items():
        assert readers[KEYS[key].read] is field.kind, key


def test_a_default_stands_in_one_declaration_and_pulumi_yaml_follows() -> None:
    declared = yaml.safe_load((REPO_ROOT / "Pulumi.yaml").read_text())["config"]
    window = arg_fields(NotifierSettings)["replay_window_hours"]

    assert declared["replayWindowHours"]["default"] == window.default
    assert kind_of(window) == "integer"


def test_the_engine_leaves_every_refusal_to_the_program() -> None:
    """With a type, or for a key without a default, the engine would say its own sentence first."""
    declared = yaml.safe_load((REPO_ROOT / "Pulumi.yaml").read_text())["config"]

    assert [key for key in KEYS if set(declared[key]) != {"default", "description"}] == []
