"""The ways in which a state waits for a function, or does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy.rules import findings
from tests.policy.cases import made
from tests.policy.cases_by_rule import RULE

FUNCTION = made("Function", {"timeout": 10}, "pay")
NAMED = {"Parameters": {"FunctionName": "pay"}}


def said(**state: Any) -> list[str]:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "End": True, **state}}}
    machine = made("StateMachine", {"definition": json.dumps(definition)})
    rule = RULE["state-outlives-function"]
    found = findings([machine, FUNCTION], production=False, rules=[rule])
    return [one.problem for one in found]


@pytest.mark.parametrize("named", [NAMED, {"Resource": FUNCTION.outputs["arn"]}])
@pytest.mark.parametrize("seconds", [9, 10])
def test_a_state_that_gives_up_before_its_function_is_found(
    named: dict[str, Any], seconds: int
) -> None:
    assert said(**named, TimeoutSeconds=seconds) == [
        f"state 'A' waits {seconds} s for pay, which may run for 10 s: a retry would run beside it"
    ]


@pytest.mark.parametrize(
    "state",
    [
        {**NAMED, "TimeoutSeconds": 11},
        NAMED,
        {"Parameters": {"FunctionName": "other"}, "TimeoutSeconds": 1},
        {"Parameters": {"FunctionName": "pay", "InvocationType": "Event"}, "TimeoutSeconds": 1},
        {**NAMED, "TimeoutSeconds": "{% $states.input.seconds %}"},
        {**NAMED, "TimeoutSecondsPath": "$.seconds"},
    ],
)
def test_a_state_that_waits_long_enough_is_right(state: dict[str, Any]) -> None:
    assert said(**state) == []
