"""The pack says of a stack what the rules say of it in process, and says it as early as it can."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from local.policies import waivers_beside
from local.program import RegisteredResource
from local.program.options import Options
from policy.rules import RULES, UNKNOWN, findings
from tests.policy.cases import made
from tests.policy.cases_by_rule import CASES, RULE
from tests.policy.pack.asked import Pack, made_rule, messages, which
from tests.policy.pack.stacks import in_stack, of_findings
from tests.support.plans import stage_plan
from tests.support.repository import REPO_ROOT

WAIVERS = [
    {key: value for key, value in dataclasses.asdict(one).items() if value is not None}
    for one in waivers_beside(REPO_ROOT)
]


@pytest.mark.parametrize("rule", CASES)
def test_the_pack_finds_what_the_rules_find(rule: str) -> None:
    failing = in_stack(CASES[rule].failing, "prod")

    assert messages(Pack().run(failing, "prod")) == of_findings(findings(failing, production=True))


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_stage_of_our_own_is_found_right(stage: str) -> None:
    assert Pack({"waivers": WAIVERS}).run(stage_plan(stage).resources, stage) == []


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.alone and not rule.production])
def test_what_the_inputs_show_is_said_before_the_resource_is_made(rule: str) -> None:
    assert rule in which([said for one in CASES[rule].failing for said in Pack().before(one)])


def test_a_finding_is_about_its_resource() -> None:
    (queue,) = CASES["queue-encrypted"].failing
    (said,) = Pack().run([queue])

    assert said.urn == f"urn:pulumi:dev::shop::{queue.type}::{queue.name}"


def test_policies_carry_what_a_reader_needs() -> None:
    pack = Pack()
    by_id = {one.id: one for one in pack.policies}

    assert len(by_id) == len(pack.policies)
    assert set(by_id) == {"pack-settings", "waiver-in-force", *RULE}
    assert pack.policies[0].id == "pack-settings"
    for rule in RULES:
        assert by_id[rule.id].description == f"{rule.holds} Remedy: {rule.remedy}."
        assert by_id[rule.id].level == rule.severity.value
        assert by_id[rule.id].alone == (rule.alone and not rule.production)


def test_a_stack_is_production_by_a_protected_resource_wherever_it_comes() -> None:
    table = CASES["table-recoverable"].failing
    protected = dataclasses.replace(made("Queue", {}), options=Options(protect=True))

    assert "table-recoverable" not in which(Pack().run(table, "live"))
    assert "table-recoverable" in which(Pack().run([*table, protected], "live"))


def test_the_names_of_production_are_a_setting() -> None:
    table = CASES["table-recoverable"].failing
    pack = Pack({"productionStacks": ["live-*"]})

    assert "table-recoverable" in which(pack.run(table, "live-eu"))


def test_what_a_preview_does_not_know_is_said_once_it_is_known() -> None:
    failing = CASES["queue-outlives-function"].failing
    preview = [
        dataclasses.replace(one, outputs=dict.fromkeys(one.outputs, UNKNOWN)) for one in failing
    ]

    assert "queue-outlives-function" not in which(Pack().run(preview))
    assert "queue-outlives-function" in which(Pack().run(failing))


def test_an_unknown_value_deep_in_the_inputs_silences_the_rule() -> None:
    assert Pack().before(made("LogGroup", {"retentionInDays": UNKNOWN})) == []
    assert Pack().before(made("Role", {"managedPolicyArns": [UNKNOWN]})) == []


def test_at_the_end_the_inputs_count_not_what_the_provider_made_of_them() -> None:
    """A queue's outputs say 30 seconds where the program says nothing."""
    seen: list[Any] = []

    def check(one: RegisteredResource, _: object) -> Iterator[str]:
        seen.append((dict(one.inputs), dict(one.outputs)))
        return iter(())

    queue = dataclasses.replace(made("Queue", {"name": "q"}), outputs={"id": "q", "delay": 30})

    Pack(rules=[made_rule(check, alone=False)]).run([queue])

    assert seen == [({"name": "q"}, {"id": "q", "delay": 30})]
    assert type(seen[0][1]["delay"]) is int
