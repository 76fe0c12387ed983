"""What the pack leaves out of what it says, and what it says when something goes wrong."""

from __future__ import annotations

import dataclasses

import pytest

from local.program import RegisteredResource
from policy.pack.values import MARK, SECRET
from tests.policy.cases import made
from tests.policy.cases_by_rule import CASES
from tests.policy.pack.asked import Pack, made_rule, messages, which


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
    assert "KeyError in test_exceptions.py, line" in said.message
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
