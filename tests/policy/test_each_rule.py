"""Each rule passes what is right and finds what is wrong, and finds nothing else there."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from local.program import RegisteredResource
from policy.rules import RULES, TYPES, Finding, Registered, findings, problems
from tests.policy.cases import Case
from tests.policy.cases_alone import ALONE
from tests.policy.cases_by_rule import CASES, RULE
from tests.policy.cases_together import TOGETHER


def found(resources: list[RegisteredResource]) -> Counter[str]:
    return Counter(one.rule.id for one in findings(resources, production=True))


def test_each_rule_has_one_case_and_each_case_a_rule() -> None:
    assert sorted(case.rule for case in (*ALONE, *TOGETHER)) == sorted(rule.id for rule in RULES)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_is_silent_where_it_holds(rule: str) -> None:
    assert found(CASES[rule].passing)[rule] == 0


@pytest.mark.parametrize("rule", CASES)
def test_what_is_wrong_is_found_by_exactly_that_rule(rule: str) -> None:
    case = CASES[rule]

    assert found(case.failing) - found(case.passing) == {rule: found(case.failing)[rule]}


@pytest.mark.parametrize("rule", CASES)
def test_a_finding_names_the_resource_once_says_the_remedy_and_ends_with_the_id(rule: str) -> None:
    (first, *_) = of_rule(CASES[rule])
    said = str(first)

    assert said == f"{first.name}: {first.problem}; {RULE[rule].remedy} [{rule}]"
    assert not first.problem.startswith(f"{first.name}:")
    assert not first.problem.endswith(".")


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.production])
def test_a_rule_of_production_is_silent_elsewhere(rule: str) -> None:
    assert rule not in [one.rule.id for one in findings(CASES[rule].failing, production=False)]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.alone])
def test_a_rule_that_is_alone_needs_nothing_but_the_inputs(rule: str) -> None:
    """The pack asks it before the resource is made."""
    said = [one.problem for one in of_rule(CASES[rule])]
    bare = [dataclasses.replace(one, outputs={}) for one in CASES[rule].failing]

    assert [p for one in bare for p in asked(rule, one)] == said


def asked(rule: str, resource: RegisteredResource) -> list[str]:
    alone = Registered([resource])
    (kind,) = [kind for kind in RULE[rule].kinds if TYPES[kind] == resource.type]
    (viewed,) = alone.of_type(kind)
    return problems(RULE[rule], viewed, alone)


def of_rule(case: Case) -> list[Finding]:
    return findings(case.failing, production=True, rules=[RULE[case.rule]])


def test_rules_read_alike() -> None:
    for rule in RULES:
        assert rule.id == rule.id.lower().replace("_", "-"), rule.id
        assert rule.holds.endswith("."), rule.id
        assert rule.remedy[0].islower() or rule.remedy.startswith("X"), rule.id
        assert not rule.remedy.endswith("."), rule.id
        assert rule.kinds, rule.id
        assert set(rule.kinds) <= set(TYPES), rule.id
        assert rule.source, rule.id
    assert len({rule.id for rule in RULES}) == len(RULES)
