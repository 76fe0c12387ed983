"""What makes a stuck saga seen: a queue of what needs attention, a rule, alarms.

The saga itself puts a message with all that an operator needs into the queue. An execution that
was ended from outside (timed out, aborted), or by an error that nothing catches, sends nothing. A
rule on Step Functions' status events covers those. So an order is reported at least once, and
sometimes twice. A dead-letter queue keeps what EventBridge could not put into the queue.
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.building_blocks import alarm_rules, sqs
from components.building_blocks.alarms import watch
from components.building_blocks.common_args import Texts
from components.building_blocks.dashboard_widgets import (
    Metric,
    Widget,
    orders_ended,
    queue_age,
    widgets_json,
)
from contract.orders import ENDED_BADLY


def report_bad_ends(
    name: str, machine: aws.sfn.StateMachine, queue: aws.sqs.Queue, *, parent: pulumi.Resource
) -> aws.sqs.Queue:
    """Put each execution of the machine that ended badly into the queue. Answers the queue of
    those that EventBridge tried to put there for 24 hours."""
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
    lost = sqs.dead_letter_queue(f"{name}-lost-ends", parent=parent)
    policies = [
        sqs.queue_policy(f"{name}-{part}", one, rules=[rule], parent=parent)
        for part, one in (("attention", queue), ("lost-ends", lost))
    ]
    aws.cloudwatch.EventTarget(
        f"{name}-bad-ends-target",
        rule=rule.name,
        arn=queue.arn,
        dead_letter_config={"arn": lost.arn},
        # Without the policies the first events would be refused.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=policies),
    )
    return lost


def alarms(
    name: str,
    machine: aws.sfn.StateMachine,
    queue: aws.sqs.Queue,
    lost: aws.sqs.Queue,
    topic_arns: Texts,
    *,
    parent: pulumi.Resource,
) -> None:
    """Alarms on executions that ended badly, and on messages that nobody has dealt with."""
    machines = [{"StateMachineArn": machine.arn}]
    for rule in alarm_rules.BAD_ENDS:
        watch(name, rule, machines, topic_arns=topic_arns, parent=parent)
    for rule, watched in ((alarm_rules.ATTENTION, queue), (alarm_rules.LOST_ENDS, lost)):
        watch(name, rule, [{"QueueName": watched.name}], topic_arns=topic_arns, parent=parent)


EXECUTIONS = ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut",
              "ExecutionsAborted")  # fmt: skip


def saga_widgets(
    machine: aws.sfn.StateMachine,
    queue: aws.sqs.Queue,
    lost: aws.sqs.Queue,
    own_namespace: str | None,
) -> pulumi.Output[str]:
    """What a dashboard shows of the saga, as JSON. ``own_namespace``: where the saga's own outcome
    function counts how orders ended."""
    dimensions = {"StateMachineArn": machine.arn}
    executions = [
        Metric(namespace="AWS/States", name=name, dimensions=dimensions) for name in EXECUTIONS
    ]
    ages = [queue_age(queue.name, "attention"), queue_age(lost.name, "lost ends")]
    return widgets_json(
        [
            *([] if own_namespace is None else [orders_ended(own_namespace)]),
            Widget("Sagas", executions),
            Widget("Seconds that bad ends wait for a person", ages),
        ]
    )
