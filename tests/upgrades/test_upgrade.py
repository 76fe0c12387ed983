"""A stage of the last version is upgraded without losing what holds data or is known outside.

The baseline has the last version's URNs and the inputs whose change would replace a resource
(``make upgrade-baseline``). docs/upgrades.md says what may change.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from local.program import RegisteredResource
from tests.support.plans import stage_plan
from tests.upgrades.upgrade import lost, replaced
from tools.upgrade_baseline import STAGES, Baseline, read

KEPT = (
    "aws:dynamodb/table:Table",
    "aws:cognito/userPool:UserPool",
    "aws:cognito/userPoolClient:UserPoolClient",  # its id is in every page
    "aws:sqs/queue:Queue",
    "aws:apigatewayv2/api:Api",  # its address is in every page
    "aws:cloudwatch/eventBus:EventBus",
    "aws:sfn/stateMachine:StateMachine",  # with it go the executions that run
    "aws:cloudwatch/logGroup:LogGroup",
)


def kept(urn: str) -> bool:
    return urn.split("::")[2].split("$")[-1] in KEPT


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return read()


@pytest.fixture(scope="module")
def stages() -> dict[str, list[RegisteredResource]]:
    return {stage: stage_plan(stage).resources for stage in STAGES}


@pytest.fixture
def dev(stages: dict[str, list[RegisteredResource]]) -> list[RegisteredResource]:
    return stages["dev"]


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_that_must_be_kept_is_deleted_or_replaced(
    stage: str, baseline: Baseline, stages: dict[str, list[RegisteredResource]]
) -> None:
    resources = stages[stage]

    assert [urn for urn in lost(baseline, resources) if kept(urn)] == []
    assert [urn for urn in replaced(baseline, resources) if kept(urn)] == []


def test_the_baseline_has_what_must_be_kept(baseline: Baseline) -> None:
    types = {urn.split("::")[2].split("$")[-1] for urn in baseline.resources}

    assert set(KEPT) <= types


def test_a_changed_key_of_a_table_is_noticed(
    baseline: Baseline, dev: list[RegisteredResource]
) -> None:
    changed = [
        replace(one, inputs={**one.inputs, "hashKey": "other"})
        if one.name == "checkout-orders"
        else one
        for one in dev
    ]

    (urn,) = replaced(baseline, changed).keys() - replaced(baseline, dev).keys()

    assert urn.endswith("::checkout-orders")
    assert replaced(baseline, changed)[urn] == ["hashKey"]


def test_a_resource_that_is_left_out_is_noticed(
    baseline: Baseline, dev: list[RegisteredResource]
) -> None:
    rest = [one for one in dev if one.name != "checkout-steps"]

    (urn,) = set(lost(baseline, rest)) - set(lost(baseline, dev))

    assert urn.endswith("::checkout-steps")


@pytest.mark.parametrize("aliased", [True, False])
def test_a_renamed_component_keeps_its_children_by_an_alias(
    aliased: bool, baseline: Baseline, dev: list[RegisteredResource]
) -> None:
    renamed = [_renamed(one, aliased=aliased) for one in dev]

    gone = set(lost(baseline, renamed)) - set(lost(baseline, dev))

    assert bool(gone) is not aliased


def _renamed(one: RegisteredResource, *, aliased: bool) -> RegisteredResource:
    """The user directory and its children as if it were called ``people``."""
    if one.name.split("-")[0] != "users":
        return one
    new = one.urn.replace("::users", "::people")
    aliases = (one.urn,) if aliased and one.name == "users" else ()
    return replace(
        one,
        urn=new,
        name=one.name.replace("users", "people", 1),
        parent=one.parent.replace("::users", "::people"),
        options=replace(one.options, aliases=aliases),
    )
