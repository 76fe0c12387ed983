"""A protected stage cannot be destroyed by accident, not in part either."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.plan import plan, plan_stage
from local.program import Program, RegisteredResource
from tests.components.test_custom_domain import DOMAINS
from tests.support.destruction import destroyed, protected
from tests.support.plans import stage_plan
from tests.support.repository import REPO_ROOT
from tests.support.trial_program import write_program

HOLDS_DATA = {"users-pool", "notifier-events", "checkout-orders", "checkout-products",
              "checkout-payments", "checkout-steps"}  # fmt: skip


@pytest.fixture(scope="module")
def prod() -> list[RegisteredResource]:
    return stage_plan("prod").resources


def test_a_protected_stage_loses_nothing(prod: list[RegisteredResource]) -> None:
    assert destroyed(prod) == []


def test_a_protected_stage_keeps_its_domain_names_too() -> None:
    with Program(REPO_ROOT, "prod", DOMAINS) as program:
        resources = plan(program).resources

    assert {"notifier-domain-record", "checkout-domain-record"} <= {one.name for one in resources}
    assert destroyed(resources) == []


def test_without_the_child_that_is_first_in_turn_nearly_all_would_go(
    prod: list[RegisteredResource],
) -> None:
    unguarded = [one for one in prod if not one.type.endswith(":DeletionProtection")]

    gone = destroyed(unguarded)

    assert HOLDS_DATA.isdisjoint(gone)
    assert len(gone) > len(unguarded) * 0.9


def test_a_stage_without_protection_goes_as_a_whole() -> None:
    resources = stage_plan("dev").resources

    assert sorted(destroyed(resources)) == sorted(one.name for one in resources)


def test_what_can_be_made_again_may_be_replaced_on_a_protected_stage(
    prod: list[RegisteredResource],
) -> None:
    known = {one.urn: one for one in prod}

    firm = {one.name for one in prod if protected(one, known)}

    guards = {one.name for one in prod if one.type.endswith(":DeletionProtection")}
    assert len(guards) == 4
    assert firm == HOLDS_DATA | guards


def test_what_would_lose_its_guard_keeps_it(prod: list[RegisteredResource]) -> None:
    """Pulumi refuses to delete a guard that still protects: it must stay to be switched off."""
    with Program(REPO_ROOT, "prod", {"realtime-checkout:deletionProtection": False}) as program:
        opened = plan(program).resources

    assert {one.urn for one in opened} == {one.urn for one in prod}
    assert sorted(destroyed(opened)) == sorted(one.name for one in opened)


def test_protect_on_a_component_reaches_every_child(tmp_path: Path) -> None:
    project = write_program(
        tmp_path,
        "import pulumi\n"
        "from components import UserDirectory\n"
        "UserDirectory('users', {}, pulumi.ResourceOptions(protect=True))\n",
    )
    resources = plan_stage(project, "dev").resources
    known = {one.urn: one for one in resources}

    assert [one.name for one in resources if not protected(one, known)] == []


def test_a_protected_saga_with_outcomes_of_its_own_loses_nothing(tmp_path: Path) -> None:
    project = write_program(
        tmp_path,
        "from components import Saga\n"
        "arn = 'arn:aws:lambda:us-east-1:123456789012:function:'\n"
        "Saga('s', {'steps': [{'name': 'pack', 'function_arn': arn + 'pack'}],\n"
        "           'push_function_arn': arn + 'push', 'deletion_protection': True,\n"
        "           'layer_arn': 'arn:aws:lambda:us-east-1:123456789012:layer:own:1'})\n",
    )
    resources = plan_stage(project, "dev").resources

    assert "s-outcomes" in [one.name for one in resources]
    assert destroyed(resources) == []
