"""What makes a stuck saga seen: a queue of what needs attention, a rule, two alarms.

The saga itself puts a message into the queue with everything that is needed. An execution that was
ended from outside (timed out, aborted) or by an error that nothing catches says nothing, so a rule
on Step Functions' own status events puts those in too: an order may be named twice, never not at
all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from components import _queues

ENDED_BADLY = ("FAILED", "TIMED_OUT", "ABORTED")
METRICS = ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted")
PERIOD_SECONDS = 60


def report_bad_ends(
    name: str, machine: aws.sfn.StateMachine, queue: aws.sqs.Queue, *, parent: pulumi.Resource
) -> None:
    """Put each execution of the machine that ended badly into the queue."""
    pattern = {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"stateMachineArn": [machine.arn], "status": list(ENDED_BADLY)},
    }
    rule = aws.cloudwatch.EventRule(
        f"{name}-bad-ends",
        description="Executions that failed, timed out or were aborted",
        event_pattern=pulumi.Output.json_dumps(pattern),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    policy = _queues.allow_rule_to_send(f"{name}-attention-policy", queue, rule, parent=parent)
    aws.cloudwatch.EventTarget(
        f"{name}-bad-ends-target",
        rule=rule.name,
        arn=queue.arn,
        # Without the policy the first events would be turned away.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )


def alarms(
    name: str,
    machine: aws.sfn.StateMachine,
    queue: aws.sqs.Queue,
    topic_arns: pulumi.Input[Sequence[pulumi.Input[str]]],
    *,
    parent: pulumi.Resource,
) -> None:
    """One alarm on executions that ended badly, one on messages that nobody has dealt with."""
    arguments: dict[str, Any] = {
        "alarm_actions": topic_arns,
        "ok_actions": topic_arns,
        "metric_queries": [*_counts(machine.arn), _total()],
    }
    aws.cloudwatch.MetricAlarm(
        f"{name}-bad-ends-alarm",
        alarm_description="A saga failed, timed out or was aborted; see docs/runbook.md.",
        evaluation_periods=1,
        threshold=1,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="notBreaching",
        **arguments,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    _queues.alarm_on_messages(
        f"{name}-attention-alarm",
        queue,
        description="Orders wait for a person; see docs/runbook.md.",
        topic_arns=topic_arns,
        parent=parent,
    )


def _counts(machine_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"m{index}",
            "metric": {
                "namespace": "AWS/States",
                "metric_name": metric,
                "dimensions": {"StateMachineArn": machine_arn},
                "stat": "Sum",
                "period": PERIOD_SECONDS,
            },
        }
        for index, metric in enumerate(METRICS)
    ]


def _total() -> dict[str, Any]:
    return {
        "id": "bad_ends",
        "expression": " + ".join(f"FILL(m{index}, 0)" for index in range(len(METRICS))),
        "label": "executions that ended badly",
        "return_data": True,
    }
