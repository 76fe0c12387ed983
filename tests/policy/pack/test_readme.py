"""What the pack's page shows is what the pack takes and says."""

from __future__ import annotations

import json

from policy.pack.settings import settings_of
from policy.rules import Severity
from tests.docs.pages import fenced
from tests.policy.cases import made
from tests.policy.cases_by_rule import RULE
from tests.policy.pack.asked import Pack
from tests.support.repository import REPO_ROOT

TEXT = (REPO_ROOT / "policy" / "README.md").read_text(encoding="utf-8")


def test_the_config_of_the_page_can_be_used() -> None:
    (block,) = fenced(TEXT, "json")
    config = json.loads(block)

    settings = settings_of(config.pop("pack-settings"), None, "shop")

    assert settings.production_stacks == ("live-*",)
    assert [one.rule for one in settings.waivers] == ["queue-encrypted"]
    assert config.keys() <= RULE.keys()
    assert set(config.values()) <= {*Severity, "disabled"}


def test_the_finding_of_the_page_is_said_like_that() -> None:
    (block,) = fenced(TEXT, "text")
    (said,) = Pack().before(made("LogGroup", {"name": "x"}, name="orders-logs"))
    (policy,) = [one for one in Pack().policies if one.id == said.policy]

    assert f"[{policy.level}]  {policy.id}" in block
    assert policy.description in block
    assert said.message in block
