"""What makes a stuck saga seen: a queue of what needs attention, a rule, alarms.

The saga itself puts a message with all that an operator needs into the queue. An execution that
was ended from outside (timed out, aborted), or by an error that nothing catches, sends nothing. A
rule on Step Functions' status events covers those. So an order is reported at least once, and
sometimes twice.
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.building_blocks import sqs
from components.building_blocks.alarms import alarm
from components.building_blocks.common_args import Texts
from contract.orders import ENDED_BADLY

BAD_ENDS = {"failed": "ExecutionsFailed", "timed-out": "ExecutionsTimedOut",
            "aborted": "ExecutionsAborted"}  # fmt: skip


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
    policy = sqs.queue_policy(f"{name}-attention", queue, rules=[rule], parent=parent)
    aws.cloudwatch.EventTarget(
        f"{name}-bad-ends-target",
        rule=rule.name,
        arn=queue.arn,
        # Without the policy the first events would be refused.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )


def alarms(
    name: str,
    machine: aws.sfn.StateMachine,
    queue: aws.sqs.Queue,
    topic_arns: Texts,
    *,
    parent: pulumi.Resource,
) -> None:
    """Alarms on executions that ended badly, and on messages that nobody has dealt with."""
    for kind, metric in BAD_ENDS.items():
        alarm(
            f"{name}-{kind}-alarm",
            namespace="AWS/States",
            metric=metric,
            dimensions={"StateMachineArn": machine.arn},
            statistic="Sum",
            missing="notBreaching",
            description=f"A saga's execution was {kind}; see docs/runbook.md.",
            topic_arns=topic_arns,
            parent=parent,
        )
    sqs.alarm_on_messages(
        f"{name}-attention-alarm",
        queue,
        description="Orders wait for a person; see docs/runbook.md.",
        topic_arns=topic_arns,
        parent=parent,
    )
