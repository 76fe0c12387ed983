"""The pack says of a stack what the rules say of it in process, and says it as early as it can."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from local.policies import waivers_beside
from local.program import RegisteredResource
from local.program.options import Options
from policy.pack.values import MARK, SECRET
from policy.rules import RULES, UNKNOWN, Rule, Severity, findings
from tests.policy.cases import made
from tests.policy.cases_by_rule import CASES, RULE
from tests.policy.pack.asked import Pack, Said
from tests.policy.pack.stacks import of_findings
from tests.support.plans import stage_plan
from tests.support.repository import REPO_ROOT

WAIVERS = [
    {key: value for key, value in dataclasses.asdict(one).items() if value is not None}
    for one in waivers_beside(REPO_ROOT)
]


def messages(said: Sequence[Said]) -> list[tuple[str, str]]:
    return sorted((one.policy, one.message) for one in said)


def which(said: Sequence[Said]) -> set[str]:
    return {one.policy for one in said}


def made_rule(check: Any, *, alone: bool) -> Rule:
    return Rule(
        "made-rule", Severity.MANDATORY, "It holds.", "mend it", ("Queue",), check, "this test",
        alone=alone,
    )  # fmt: skip


@pytest.mark.parametrize("rule", CASES)
def test_the_pack_finds_what_the_rules_find(rule: str) -> None:
    failing = CASES[rule].failing

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


def test_what_the_program_only_reads_is_not_judged() -> None:
    read = dataclasses.replace(CASES["queue-outlives-function"].failing[0], read=True)
    rule = made_rule(lambda *_: iter(["found"]), alone=False)

    assert len(Pack(rules=[rule]).run([made("Queue", {})])) == 1
    assert Pack(rules=[rule]).run([dataclasses.replace(made("Queue", {}), read=True), read]) == []


def test_a_resource_that_is_shown_again_counts_as_shown_last() -> None:
    pack = Pack()

    assert which(pack.before(CASES["queue-encrypted"].failing[0])) == {"queue-encrypted"}
    assert which(pack.before(CASES["queue-encrypted"].passing[0])) == set()


def test_the_rules_work_where_a_team_disables_the_settings() -> None:
    pack = Pack()
    pack.policies = pack.policies[1:]
    failing = CASES["queue-outlives-function"].failing

    assert which(pack.run(failing)) == {"queue-outlives-function"}


@pytest.mark.parametrize("alone", [True, False])
def test_a_rule_that_fails_is_said_without_a_value(alone: bool) -> None:
    def fails(one: RegisteredResource, _: object) -> None:
        raise KeyError(one.inputs["name"])

    pack = Pack(rules=[made_rule(fails, alone=alone)])
    (said,) = pack.run([made("Queue", {"name": "hidden-name"})])

    assert said.policy == "made-rule"
    assert "KeyError in test_policies.py, line" in said.message
    assert "hidden-name" not in said.message


def test_a_waived_finding_is_not_said_and_a_waiver_that_ran_out_is() -> None:
    failing = CASES["queue-encrypted"].failing
    waiver = {"rule": "queue-encrypted", "resource": "*", "reason": "Trial.", "dated": "2026-01-02"}

    assert Pack({"waivers": [waiver]}).run(failing) == []

    late = Pack({"waivers": [{**waiver, "until": "2026-01-03"}]}).run(failing)

    assert [(one.policy, one.urn is None) for one in late] == [
        ("queue-encrypted", False), ("waiver-in-force", True),
    ]  # fmt: skip
    assert "it waived until 2026-01-03 (Trial.)" in late[1].message


def test_a_secret_does_not_stand_in_a_message() -> None:
    pack = Pack()
    policy = '{"Statement": [{"Effect": "Allow", "Action": "hidden:*", "Resource": "arn:x"}]}'
    pack.judge.secrets.note({"policy": {MARK: SECRET, "value": policy}})

    said = pack.before(made("RolePolicy", {"policy": policy}))

    assert messages(said) == [
        ("no-wildcard-action",
         "one: it allows '[secret]', and so actions that nobody has looked at."),
    ]  # fmt: skip
