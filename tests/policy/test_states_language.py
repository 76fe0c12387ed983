"""What Step Functions would not take of a definition, in words."""

from __future__ import annotations

from typing import Any

import pytest

from policy.rules.states_language import definition_problems, parsed_definition

TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}


@pytest.mark.parametrize(
    ("states", "says"),
    [
        ({"A": {"Type": "Tusk"}}, "unknown Type 'Tusk'"),
        ({"B": TASK}, "StartAt 'A' names no state"),
        ({"A": TASK, "B": TASK}, "state 'B' is never reached"),
        ({"A": {**TASK, "Next": "A"}}, "needs either Next or End"),
        ({"A": {"Type": "Succeed", "ResultPath": "$"}}, "'ResultPath', which a Succeed state"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "JitterStrategy": "HALF"}]}}, "Jitter"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "BackoffRate": 0.5}]}}, "BackoffRate"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X", "States.ALL"]}]}}, "stand alone"),
        (
            {
                "A": {
                    "Type": "Parallel",
                    "End": True,
                    "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Tusk"}}}],
                }
            },
            "in 'A': state 'B' has the unknown Type 'Tusk'",
        ),
        (
            {
                "A": {
                    "Type": "Map",
                    "End": True,
                    "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Tusk"}}},
                }
            },
            "in 'A': state 'B' has the unknown Type 'Tusk'",
        ),
        ({"A": {"Type": "Succeed", "Assign": {"x": 1}}}, "'Assign', which a Succeed state"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "MaxDelaySeconds": 1}]}}, "MaxDelay"),
    ],
)
def test_an_invalid_definition_is_described(states: dict[str, Any], says: str) -> None:
    problems = list(definition_problems({"StartAt": "A", "States": states}))

    assert any(says in problem for problem in problems), problems


@pytest.mark.parametrize("field", [{"Type": "Pass"}, {"Type": "Wait", "Seconds": 1}, TASK])
def test_a_state_may_assign_variables(field: dict[str, Any]) -> None:
    states = {"A": {**field, "Assign": {"x": 1}, "End": True}}

    assert list(definition_problems({"StartAt": "A", "States": states})) == []


@pytest.mark.parametrize("text", ["no JSON", "[]", '"text"'])
def test_what_is_no_object_is_no_definition(text: str) -> None:
    assert parsed_definition(text) is None


JSONATA = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {},
           "Output": "{% $states.result %}", "End": True}  # fmt: skip
EACH = {"StartAt": "B", "States": {"B": JSONATA}}
DISTRIBUTED = {"Type": "Map", "ItemReader": {}, "ItemBatcher": {}, "ResultWriter": {},
               "ToleratedFailurePercentage": 5, "Label": "All", "End": True}  # fmt: skip
VALID: dict[str, dict[str, Any]] = {
    "JSONata for all": {"QueryLanguage": "JSONata", "States": {"A": JSONATA}},
    "JSONata inside": {
        "QueryLanguage": "JSONata",
        "States": {"A": {**DISTRIBUTED, "Items": "{% 1 %}", "ItemProcessor": EACH}}},
    "JSONata for one state": {"States": {"A": {**JSONATA, "QueryLanguage": "JSONata"}}},
    "a choice in JSONata": {"QueryLanguage": "JSONata", "States": {
        "A": {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "B"}]},
        "B": {"Type": "Succeed", "Output": 1}}},
    "a distributed map": {"States": {
        "A": {**DISTRIBUTED, "ItemProcessor": {"StartAt": "B", "States": {"B": TASK}}}}},
    "a map as it was written once": {"States": {
        "A": {"Type": "Map", "Iterator": {"StartAt": "B", "States": {"B": TASK}}, "End": True}}},
}  # fmt: skip


@pytest.mark.parametrize("valid", VALID)
def test_a_definition_that_step_functions_takes_has_no_problem(valid: str) -> None:
    assert list(definition_problems({"StartAt": "A", **VALID[valid]})) == []


ODD: dict[str, tuple[dict[str, Any], str]] = {
    "states in a list": ({"States": []}, "States must be an object of objects"),
    "no states": ({}, "States must be an object of objects"),
    "a state that is a text": ({"States": {"A": "Task"}}, "States must be an object of objects"),
    "a Retry of null": ({"States": {"A": {**TASK, "Retry": None}}}, "Retry must be a list"),
    "tries in a text": (
        {"States": {"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "MaxAttempts": "3"}]}}},
        "MaxAttempts must be"),
    "another language": ({"States": {"A": {**TASK, "QueryLanguage": "XPath"}}}, "'XPath'"),
    "a list for a state's name": ({"States": {"A": {**TASK, "Next": ["A"]}}}, "either Next or End"),
    "a list for a language": ({"States": {"A": TASK}, "QueryLanguage": []}, "QueryLanguage '[]'"),
    "a field of the other language": (
        {"States": {"A": {**TASK, "Arguments": {}}}}, "which a Task state in JSONPath does not"),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_a_definition_of_an_odd_shape_is_described_too(odd: str) -> None:
    definition, says = ODD[odd]
    problems = list(definition_problems({"StartAt": "A", **definition}))

    assert any(says in problem for problem in problems), problems
