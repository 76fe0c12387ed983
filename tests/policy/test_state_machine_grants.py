"""The ways in which a state names a function or a queue that its machine's role must reach."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy.rules import findings
from tests.policy.cases import document, made
from tests.policy.cases_by_rule import RULE

FUNCTION = made("Function", {}, "pay")
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
FUNCTION.outputs["arn"] = ARN
ROLE = made("Role", {}, "machine-role")
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs"
URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"


def said(rule: str, state: dict[str, Any], *allowed: str) -> list[str]:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "End": True, **state}}}
    machine = made(
        "StateMachine", {"roleArn": ROLE.outputs["arn"], "definition": json.dumps(definition)}
    )
    action = "lambda:InvokeFunction" if "invoke" in rule else "sqs:SendMessage"
    policy = made(
        "RolePolicy",
        {"role": ROLE.outputs["name"], "policy": document(Action=action, Resource=[*allowed])},
    )
    found = findings([machine, FUNCTION, ROLE, policy], production=False, rules=[RULE[rule]])
    return [one.problem for one in found]


@pytest.mark.parametrize(
    "state",
    [
        {"Parameters": {"FunctionName": ARN}},
        {"Parameters": {"FunctionName": "pay"}},
        {"Arguments": {"FunctionName": ARN}},
        {"Resource": ARN},
    ],
)
def test_a_function_that_a_state_names_must_be_allowed(state: dict[str, Any]) -> None:
    assert said("state-machine-may-invoke", state, ARN) == []
    assert said("state-machine-may-invoke", state) == [
        f"its role may not invoke {ARN}, which state 'A' names"
    ]


@pytest.mark.parametrize("field", ["Parameters", "Arguments"])
def test_a_queue_of_another_program_must_be_allowed_too(field: str) -> None:
    state = {field: {"QueueUrl": URL}}

    assert said("state-machine-may-send", state, QUEUE) == []
    assert said("state-machine-may-send", state) == [
        f"its role may not send to {URL}, which state 'A' names"
    ]


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ("state-machine-may-invoke", {"Arguments": {"FunctionName": "{% $states.input.name %}"}}),
        ("state-machine-may-send", {"Arguments": {"QueueUrl": "{% $states.input.url %}"}}),
        ("state-machine-may-send", {"Parameters": {"QueueUrl.$": "$.url"}}),
    ],
)
def test_a_name_that_only_the_execution_knows_is_not_judged(
    rule: str, state: dict[str, Any]
) -> None:
    assert said(rule, state) == []
