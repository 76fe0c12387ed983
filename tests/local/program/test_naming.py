"""The local stage names resources by the stage's pattern, as Pulumi does."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.building_blocks.autonaming import physical_name
from local.plan import plan_stage
from local.program import Naming, stage_config
from tests.support.recorded_program import Recording
from tests.support.repository import REPO_ROOT

QUEUE = "aws:sqs/queue:Queue"
PATTERNS: list[tuple[Any, str]] = [
    ({}, "jobs-xxxxxxx"),
    ({"mode": "verbatim"}, "jobs"),
    ({"pattern": "${stack}-${name}-${hex(4)}"}, "dev-jobs-xxxx"),
    ({"pattern": "${project}.${name}${alphanum(9)}"}, "shop.jobsxxxxxxxxx"),
    ({"pattern": "${config.team}-${name}-${num(3)}${string(2)}"}, "blue-jobs-xxxxx"),
    ({"pattern": "${name}-${uuid}"}, "jobs-" + "x" * 36),
    ({"pattern": "a-${name}", "providers": {"aws": {"pattern": "b-${name}"}}}, "b-jobs"),
    ({"pattern": "a-${name}", "providers": {"aws": {}}}, "jobs-xxxxxxx"),
    (
        {"providers": {"aws": {"resources": {QUEUE: {"pattern": "c-${name}"}}}}},
        "c-jobs",
    ),
]


@pytest.mark.parametrize(("autonaming", "name"), PATTERNS)
def test_the_local_stage_and_the_components_read_a_pattern_alike(
    autonaming: Any, name: str
) -> None:
    config = {"pulumi:autonaming": json.dumps(autonaming), "shop:team": "blue"}
    pulumi.runtime.set_mocks(Recording(), project="shop", stack="dev", preview=False)
    pulumi.runtime.set_all_config(config)

    assert Naming("shop", "dev", config).name(QUEUE, "jobs", lambda count: "x" * count) == name
    assert physical_name(QUEUE, "jobs") == name


@pytest.mark.parametrize("stage", ["dev", "staging", "prod"])
def test_a_stages_names_say_the_stage_and_fit_aws(stage: str) -> None:
    planned = plan_stage(REPO_ROOT, stage)

    assert planned.refusals == []
    for kind in (QUEUE, "aws:lambda/function:Function", "aws:dynamodb/table:Table"):
        names = [one.outputs["name"] for one in planned.resources if one.type == kind]
        assert names
        assert all(name.startswith(f"{stage}-") for name in names), names


def test_the_pattern_stands_once_for_all_stages() -> None:
    (pattern,) = {
        stage_config(REPO_ROOT, stage, {}).values["pulumi:autonaming"]
        for stage in ("dev", "staging", "prod", "local")
    }

    assert json.loads(pattern) == {"pattern": "${stack}-${name}-${hex(7)}"}
    assert (REPO_ROOT / "Pulumi.yaml").read_text().count("pulumi:autonaming") == 1
