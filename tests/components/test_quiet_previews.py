"""A preview after an unchanged deployment shows nothing, whatever the provider left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.placeholders import REGION
from local.program import Program
from local.provisioners import Planner
from tests.support.previews import WAYS, unquiet, with_unset_outputs
from tests.support.repository import REPO_ROOT
from tests.support.trial_program import write_program

TWO_NOTIFIERS = """
import pulumi
from components import RealtimeNotifier

for name in ("one", "two"):
    notifier = RealtimeNotifier(name, {
        "allowed_origins": ["https://shop.example.com"],
        "oidc_issuer": "https://login.example.com",
        "oidc_audience": "shop",
        "manage_api_gateway_account": name == "one",
    })
    pulumi.export(name, notifier.websocket_url)
"""


def assert_quiet(project_dir: Path, stage: str) -> None:
    with Program(project_dir, stage) as program:
        deployed = program.run(Planner(REGION, project_dir))
        for value in WAYS.values():
            state = with_unset_outputs(deployed.resources, value)
            previewed = program.preview(Planner(REGION, project_dir), state)
            assert unquiet(deployed, previewed) == []


@pytest.mark.parametrize("stage", ["dev", "staging", "prod", "local"])
def test_a_preview_of_an_unchanged_stage_shows_nothing(stage: str) -> None:
    assert_quiet(REPO_ROOT, stage)


def test_a_preview_of_an_unchanged_program_with_two_notifiers_shows_nothing(
    tmp_path: Path,
) -> None:
    assert_quiet(write_program(tmp_path, TWO_NOTIFIERS), "dev")
