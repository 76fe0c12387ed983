"""What is written from the declarations of settings is what stands in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from components.building_blocks.args_fields import arg_fields
from components.realtime_notifier.args import NotifierSettings
from stage import KEYS
from tests.support.repository import REPO_ROOT
from tools.write_settings import files, kind_of


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_written_file_is_what_its_declarations_say(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == files()[path], "run: make settings"


def test_a_stage_reads_each_key_as_the_kind_that_pulumi_yaml_declares() -> None:
    readers = {"_text": "string", "_whole_number": "integer", "_flag": "boolean", "_list": "array"}
    declared = yaml.safe_load((REPO_ROOT / "Pulumi.yaml").read_text())["config"]

    for key, one in KEYS.items():
        assert readers[one.read.__name__] == declared[key]["type"], key


def test_a_default_stands_in_one_declaration_and_pulumi_yaml_follows() -> None:
    declared = yaml.safe_load((REPO_ROOT / "Pulumi.yaml").read_text())["config"]
    window = arg_fields(NotifierSettings)["replay_window_hours"]

    assert declared["replayWindowHours"]["default"] == window.default
    assert kind_of(window) == "integer"


def test_only_a_required_setting_has_no_default() -> None:
    """Under the engine a declared key without a default is required."""
    declared = yaml.safe_load((REPO_ROOT / "Pulumi.yaml").read_text())["config"]

    assert [key for key in KEYS if "default" not in declared[key]] == ["allowedOrigins"]
