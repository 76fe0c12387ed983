"""The ways to write a queue's policy that say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.program import RegisteredResource
from policy.rules import findings
from tests.policy.cases import document, made
from tests.policy.cases_by_rule import RULE

RULE_ARN = "arn:aws:x:y:z:rule"
EVENTS = "events.amazonaws.com"
SOURCE = {"ArnEquals": {"aws:SourceArn": RULE_ARN}}


def sent(policy: object, *, own: bool = False, **target: str) -> list[str]:
    """What is said of a rule that sends to a queue with that policy."""
    queue = made("Queue", {"policy": policy} if own else {}, "jobs")
    queue.outputs["url"] = "https://sqs/jobs"
    resources = [
        queue, made("EventRule", {}, "rule"),
        made("EventTarget", {"rule": "rule", "arn": queue.outputs["arn"], **target}),
    ]  # fmt: skip
    if not own:
        resources.append(made("QueuePolicy", {"queueUrl": "https://sqs/jobs", "policy": policy}))
    return said("event-target-may-send", *resources)


def said(rule: str, *resources: RegisteredResource) -> list[str]:
    return [one.problem for one in findings(resources, production=True, rules=[RULE[rule]])]


def allowing(**statement: Any) -> dict[str, Any]:
    text = document(**{"Resource": "*", "Principal": {"Service": EVENTS}, **statement})
    policy: dict[str, Any] = json.loads(text)
    return policy


def test_a_policy_may_be_an_object_or_json_with_one_statement_or_a_list() -> None:
    policy = allowing()
    one = {**policy, "Statement": policy["Statement"][0]}

    for written in (policy, json.dumps(policy), one, json.dumps(one)):
        assert sent(written) == []
    assert sent("{}") == ["EventBridge may not send to jobs"]


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"Service": [EVENTS, "sns.amazonaws.com"]}},
        {"Principal": "*", "Condition": SOURCE},
        {"Principal": {"AWS": "*"}, "Condition": SOURCE},
        {"Action": "SQS:SendMessage"},
        {"Condition": None},
    ],
)
def test_eventbridge_may_send(statement: dict[str, Any]) -> None:
    assert sent(allowing(**statement)) == []


@pytest.mark.parametrize(
    "statement",
    [{"Principal": {"Service": "sns.amazonaws.com"}}, {"Principal": {"AWS": "123456789012"}}],
)
def test_eventbridge_may_not_send(statement: dict[str, Any]) -> None:
    assert len(sent(allowing(**statement))) == 1


def test_the_queue_may_hold_the_policy_and_the_target_may_have_a_role() -> None:
    assert sent(allowing(), own=True) == []
    assert sent("{}", roleArn="arn:aws:iam::123456789012:role/sender") == []


def test_a_queue_with_a_policy_of_its_own_takes_no_other() -> None:
    queue = made("Queue", {"policy": "{}"}, "jobs")
    queue.outputs["url"] = "https://sqs/jobs"
    other = made("QueuePolicy", {"queueUrl": "https://sqs/jobs", "policy": "{}"})

    assert said("one-policy-per-queue", queue, other) == [
        "jobs has a policy of its own, too: SQS keeps the one set last"
    ]
    queue.inputs.clear()
    assert said("one-policy-per-queue", queue, other) == []


def test_a_queue_may_get_its_dead_letter_queue_from_a_resource_of_its_own() -> None:
    queue = made("Queue", {}, "jobs")
    queue.outputs["url"] = "https://sqs/jobs"
    drained = made("EventSourceMapping", {"eventSourceArn": queue.outputs["arn"]})
    letters = made("RedrivePolicy", {"queueUrl": "https://sqs/jobs"})
    rule = "drained-queue-has-dead-letters"

    assert len(said(rule, queue, drained)) == 1
    assert len(said(rule, queue, drained, made("RedrivePolicy", {"queueUrl": "other"}))) == 1
    assert said(rule, queue, drained, letters) == []


CLEAR = {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("statement", "closed"),
    [
        ({}, True),
        ({"Action": "SQS:*"}, True),
        ({"Principal": {"AWS": ["*"]}}, True),
        ({"Condition": {"Bool": {"aws:SecureTransport": ["false"]}}}, True),
        ({"Condition": {"Bool": {"AWS:secureTransport": False}}}, True),
        ({"Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}}}, True),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Condition": None}, False),
        ({"Effect": "Allow"}, False),
        ({"Action": "sqs:SendMessage"}, False),
        ({"Principal": {"AWS": "123456789012"}}, False),
    ],
)
def test_a_queue_refuses_clear_text(statement: dict[str, Any], closed: bool) -> None:
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Condition": CLEAR}
    queue = made("Queue", {"policy": allowing(**{**deny, **statement})})
    queue.outputs["url"] = "https://sqs/one"

    assert (said("queue-tls-only", queue) == []) is closed
