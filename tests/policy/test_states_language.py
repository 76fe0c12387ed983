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
