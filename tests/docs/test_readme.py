"""What the README tells a user to type leaves what the README says it leaves."""

from __future__ import annotations

import re

import yaml

from components.building_blocks.addresses import check_origin
from components.building_blocks.args_errors import Place
from local.program import stage_config
from tests.support.repository import REPO_ROOT

README = (REPO_ROOT / "README.md").read_text()
STEP = re.compile(r"^pulumi config set --path 'allowedOrigins\[(\d+)\]' (\S+)$", re.MULTILINE)
KEY = "realtime-checkout:allowedOrigins"


def is_placeholder(origin: str) -> bool:
    """As the stages' files write one. ``stage.py`` warns of these and of others."""
    return origin.endswith("shop.example.com")


def test_after_the_first_steps_on_aws_only_the_users_own_shop_is_allowed() -> None:
    settings = yaml.safe_load((REPO_ROOT / "Pulumi.dev.yaml").read_text())["config"]
    (placeholder,) = settings[KEY]
    (step,) = re.findall(
        r"^pulumi config set --path 'allowedOrigins\[(\d+)\]' (\S+)$", README, re.M
    )
    index, origin = int(step[0]), step[1]

    settings[KEY][index] = origin  # what `pulumi config set --path` does

    assert is_placeholder(placeholder)
    assert settings[KEY] == [origin]
    assert check_origin(Place("README"), origin) == origin
    assert not is_placeholder(origin)


def test_every_stage_but_the_local_one_begins_with_placeholders_alone() -> None:
    for stage in ("dev", "staging", "prod"):
        origins = yaml.safe_load(stage_config(REPO_ROOT, stage, {}).values[KEY])
        assert all(map(is_placeholder, origins)), stage
    local = yaml.safe_load(stage_config(REPO_ROOT, "local", {}).values[KEY])
    assert not any(map(is_placeholder, local))
