"""What the README tells a user to type leaves what the README says it leaves."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from components.building_blocks.addresses import check_origin
from components.building_blocks.args_errors import Place
from local.plan import plan_stage
from local.program import stage_config
from tests.docs.pages import fenced
from tests.examples.package_inputs import wrong_inputs
from tests.examples.programs import OURS, typescript_resources, yaml_resources
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


def test_it_is_read_in_a_minute() -> None:
    assert len(README.splitlines()) <= 90


def test_the_python_program_is_previewed_without_a_refusal(tmp_path: Path) -> None:
    (program,) = fenced(README, "python")
    (tmp_path / "Pulumi.yaml").write_text("name: own\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(program)

    planned = plan_stage(tmp_path, "dev")

    assert planned.refusals == []
    assert "realtime:index:RealtimeNotifier" in {one.type for one in planned.resources}


def test_the_programs_in_typescript_and_yaml_say_the_same_to_the_same_component() -> None:
    ours = [
        (found[1], given)
        for program in (
            typescript_resources(fenced(README, "ts")[0]), yaml_resources(fenced(README, "yaml")[0])
        )
        for kind, given in program.values()
        if (found := OURS.match(kind))
    ]  # fmt: skip

    assert [problem for one in ours for problem in wrong_inputs(*one)] == []
    assert len(ours) == 2
    assert ours[0] == ours[1]


def test_the_page_listens_with_the_lines_of_the_clients_own_page() -> None:
    (listens,) = fenced(README, "js")

    assert len(listens.splitlines()) == 3
    assert listens in "".join(fenced((REPO_ROOT / "client" / "README.md").read_text(), "js"))
