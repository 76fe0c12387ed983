"""Executions that end badly are kept in a queue and ring."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest

from tests.support.recorded_program import Recording, record_stage


@lru_cache
def stage() -> Recording:
    return record_stage()


def inputs(name: str) -> dict[str, Any]:
    return stage().named(f"checkout-saga-{name}").inputs


@pytest.mark.parametrize(
    ("kind", "metric"),
    [("failed", "ExecutionsFailed"), ("timed-out", "ExecutionsTimedOut"),
     ("aborted", "ExecutionsAborted")],
)  # fmt: skip
def test_one_bad_end_of_any_kind_rings(kind: str, metric: str) -> None:
    alarm = inputs(f"{kind}-alarm")

    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/States", metric)
    assert alarm["dimensions"]["StateMachineArn"].endswith(":checkout-saga-machine")
    assert (alarm["threshold"], alarm["statistic"]) == (1, "Sum")
    assert alarm["comparisonOperator"] == "GreaterThanOrEqualToThreshold"


def test_one_message_that_waits_rings_and_is_kept_for_as_long_as_sqs_can() -> None:
    alarm, queue = inputs("attention-alarm"), inputs("attention")

    assert alarm["dimensions"] == {"QueueName": "checkout-saga-attention"}
    assert (alarm["threshold"], alarm["statistic"]) == (1, "Maximum")
    assert queue["messageRetentionSeconds"] == 14 * 86_400


def test_the_rule_hands_over_every_execution_of_this_machine_that_ended_badly() -> None:
    pattern = json.loads(inputs("bad-ends")["eventPattern"])

    assert pattern["detail"]["status"] == ["FAILED", "TIMED_OUT", "ABORTED"]
    (machine,) = pattern["detail"]["stateMachineArn"]
    assert machine.endswith(":checkout-saga-machine")


def test_an_end_that_the_queue_was_not_told_of_is_kept_and_rings() -> None:
    target, alarm = inputs("bad-ends-target"), inputs("lost-ends-alarm")
    (allowed, _) = json.loads(inputs("lost-ends-policy")["policy"])["Statement"]

    assert target["deadLetterConfig"]["arn"].endswith(":checkout-saga-lost-ends")
    assert allowed["Principal"] == {"Service": "events.amazonaws.com"}
    assert allowed["Condition"]["ArnEquals"]["aws:SourceArn"].endswith(":checkout-saga-bad-ends")
    assert alarm["dimensions"] == {"QueueName": "checkout-saga-lost-ends"}
    assert inputs("lost-ends")["messageRetentionSeconds"] == 14 * 86_400
