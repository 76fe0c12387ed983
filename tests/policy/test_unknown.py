"""A rule that needs a value which a preview does not know is silent about it: it never guesses."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.program import RegisteredResource
from policy.rules import UNKNOWN, UnknownValueError, findings
from policy.rules.findings import UNREADABLE
from policy.rules.unknown import Outputs, View
from tests.policy.cases_by_rule import CASES, RULE

Place = tuple[str | int, ...]


def said(rule: str, resources: list[RegisteredResource]) -> list[str]:
    return [str(one) for one in findings(resources, production=True, rules=[RULE[rule]])]


def places(value: Any, before: Place = ()) -> Iterator[Place]:
    """Where the values inside are, the innermost ones and those that hold them."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inside:
        yield (*before, key)
        if isinstance(one, dict | list):
            yield from places(one, (*before, key))


def unknowns(resources: list[RegisteredResource]) -> Iterator[list[RegisteredResource]]:
    """The resources again and again, each time with another value unknown."""
    for number, resource in enumerate(resources):
        for part in ("inputs", "outputs"):
            for place in places(getattr(resource, part)):
                changed = copy.deepcopy(resources)
                put(getattr(changed[number], part), place, UNKNOWN)
                yield changed
        bare = copy.deepcopy(resources)
        bare[number].outputs.clear()  # the engine leaves out what it does not know
        yield bare


def put(value: Any, place: Place, what: object) -> None:
    for key in place[:-1]:
        value = value[key]
    value[place[-1]] = what


@pytest.mark.parametrize("rule", CASES)
def test_an_unknown_value_silences_a_rule_or_changes_nothing(rule: str) -> None:
    whole = said(rule, CASES[rule].failing)

    for resources in unknowns(CASES[rule].failing):
        assert said(rule, resources) in ([], whole)
    assert whole


@pytest.mark.parametrize("rule", CASES)
def test_an_unknown_value_is_never_taken_for_a_wrong_one(rule: str) -> None:
    for resources in unknowns(CASES[rule].passing):
        assert said(rule, resources) == []


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_is_silent_where_all_that_it_could_read_is_unknown(rule: str) -> None:
    case = CASES[rule]
    right = {one.urn: one for one in case.passing}
    unknown = copy.deepcopy(case.failing)
    for one in unknown:
        keys = {*one.inputs, *(right[one.urn].inputs if one.urn in right else ())}
        one.inputs = dict.fromkeys(keys, UNKNOWN)
        one.outputs = dict.fromkeys(one.outputs, UNKNOWN)

    assert said(rule, unknown) == []


@pytest.mark.parametrize("rule", CASES)
def test_no_rule_breaks_where_a_value_is_missing(rule: str) -> None:
    for resources in (CASES[rule].failing, CASES[rule].passing):
        for number, resource in enumerate(resources):
            for key in resource.inputs:
                changed = copy.deepcopy(resources)
                del changed[number].inputs[key]

                found = findings(changed, production=True)
                assert not any(UNREADABLE in one.problem for one in found)


def test_an_unknown_value_cannot_be_read_at_any_depth() -> None:
    view = View({"known": 1, "list": [{"deep": UNKNOWN}], "unknown": UNKNOWN})

    assert view["known"] == 1
    assert "unknown" in view
    assert len(view) == 3
    readings: tuple[Callable[[], object], ...] = (
        lambda: view["unknown"],
        lambda: view.get("unknown"),
        lambda: view["list"][0]["deep"],
        lambda: view["list"][0] == {"deep": 1},
        lambda: repr(view),
        lambda: [*view.values()],
    )
    for reads in readings:
        with pytest.raises(UnknownValueError):
            reads()


def test_an_output_that_is_missing_is_unknown_and_one_that_is_null_is_not() -> None:
    outputs = Outputs({"arn": None})

    assert outputs.get("arn", "none") == "none"
    with pytest.raises(UnknownValueError):
        outputs["id"]
    with pytest.raises(UnknownValueError):
        outputs.get("id", "none")
