"""What makes a stuck saga seen: a queue of what needs attention, a rule, two alarms.

The saga itself puts a message into the queue with everything that is needed. An execution that was
ended from outside (timed out, aborted) or by an error that nothing catches says nothing, so a rule
on Step Functions' own status events puts those in too: an order may be named twice, never not at
all.
"""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components import _policies

ENDED_BADLY = ("FAILED", "TIMED_OUT", "ABORTED")
_METRICS = ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted")
RETENTION_SECONDS = 14 * 24 * 3600  # as long as an execution can be redriven
PERIOD_SECONDS = 60


def attention_queue(name: str, *, parent: pulumi.Resource) -> aws.sqs.Queue:
    """The queue; its messages are kept for the 14 days in which a redrive is possible."""
    return aws.sqs.Queue(
        f"{name}-attention",
        message_retention_seconds=RETENTION_SECONDS,
        sqs_managed_sse_enabled=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def report_bad_ends(
    name: str, machine: aws.sfn.StateMachine, queue: aws.sqs.Queue, *, parent: pulumi.Resource
) -> None:
    """Put each execution of the machine that ended badly into the queue."""
    opts = pulumi.ResourceOptions(parent=parent)
    pattern = {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"stateMachineArn": [machine.arn], "status": list(ENDED_BADLY)},
    }
    rule = aws.cloudwatch.EventRule(
        f"{name}-bad-ends",
        description="Executions that failed, timed out or were aborted",
        event_pattern=pulumi.Output.json_dumps(pattern),
        opts=opts,
    )
    statement = _policies.send_messages_from("events.amazonaws.com", queue.arn, rule.arn)
    policy = aws.sqs.QueuePolicy(
        f"{name}-attention-policy",
        queue_url=queue.id,
        policy=pulumi.Output.json_dumps(_policies.document(statement)),
        opts=opts,
    )
    aws.cloudwatch.EventTarget(
        f"{name}-bad-ends-target",
        rule=rule.name,
        arn=queue.arn,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )


def alarms(
    name: str,
    machine: aws.sfn.StateMachine,
    queue: aws.sqs.Queue,
    topic_arns: Sequence[pulumi.Input[str]],
    *,
    parent: pulumi.Resource,
) -> None:
    """One alarm on executions that ended badly, one on messages that nobody has dealt with."""
    opts = pulumi.ResourceOptions(parent=parent)
    actions = list(topic_arns)
    counts = [
        {
            "id": f"m{index}",
            "metric": {
                "namespace": "AWS/States",
                "metric_name": metric,
                "dimensions": {"StateMachineArn": machine.arn},
                "stat": "Sum",
                "period": PERIOD_SECONDS,
            },
        }
        for index, metric in enumerate(_METRICS)
    ]
    total = {
        "id": "bad_ends",
        "expression": " + ".join(f"FILL(m{index}, 0)" for index in range(len(_METRICS))),
        "label": "executions that ended badly",
        "return_data": True,
    }
    aws.cloudwatch.MetricAlarm(
        f"{name}-bad-ends-alarm",
        alarm_description="A saga failed, timed out or was aborted: see docs/runbook.md",
        metric_queries=[*counts, total],
        **_any_at_all(actions),
        opts=opts,
    )
    aws.cloudwatch.MetricAlarm(
        f"{name}-attention-alarm",
        alarm_description="Orders wait for a person: see docs/runbook.md",
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": queue.name},
        statistic="Maximum",
        period=PERIOD_SECONDS,
        **_any_at_all(actions),
        opts=opts,
    )


def _any_at_all(actions: Sequence[pulumi.Input[str]]) -> dict[str, object]:
    return {
        "comparison_operator": "GreaterThanThreshold",
        "threshold": 0,
        "evaluation_periods": 1,
        "treat_missing_data": "notBreaching",
        "alarm_actions": list(actions),
    }
