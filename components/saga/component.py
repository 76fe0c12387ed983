"""Saga: steps as data -> a Standard state machine with compensation."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

import json
from dataclasses import replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam, sqs
from components.building_blocks.account import account_id, state_machines
from components.building_blocks.aws_limits import (
    LONGEST_FUNCTION_ARN,
    check_invocations,
    checked_policy,
)
from components.building_blocks.child_names import check_name
from components.building_blocks.component_tag import tagged
from components.building_blocks.deletion_protection import (
    DeletionProtection,
    Descendants,
)
from components.saga import monitoring
from components.saga.args import SagaSettings, resolve_args
from components.saga.child_names import CHILDREN, OWN_OUTCOMES
from components.saga.order_size import max_order_bytes
from components.saga.own_outcomes import own_outcomes
from components.saga.state_machine_definition import build_definition
from components.saga.steps import NAME, SagaTargets
from components.typed_args import SagaArgs

REST_OF_POLICY = 800
"""Characters of the role's policy besides the functions' ARNs: the queue's, log delivery."""
TRACES_IN_POLICY = 200
"""Characters of the two statements for X-Ray."""
OUTPUTS = ("state_machine_arn", "definition", "max_order_bytes", "attention_queue_url",
           "lost_ends_queue_url",
           "outcomes_table", "dashboard_widgets")  # fmt: skip


class Saga(pulumi.ComponentResource):
    """A Standard state machine that undoes, in reverse, every step that was started."""

    state_machine_arn: pulumi.Output[str]
    """ARN of the state machine. An execution's input is ``{"order": {"orderId", "userId", …}}``."""
    definition: pulumi.Output[str]
    """The Amazon States Language document, as JSON text."""
    max_order_bytes: pulumi.Output[int]
    """Bytes of the largest order, as JSON in UTF-8. Refuse a larger one before you store it."""
    attention_queue_url: pulumi.Output[str]
    """Address of the queue of what needs a person: docs/runbook.md."""
    lost_ends_queue_url: pulumi.Output[str]
    """Address of the queue of bad ends that the attention queue was not told: docs/runbook.md."""
    outcomes_table: pulumi.Output[str] | None
    """Name of the table of how orders ended, keyed ``orderId``; none with
    ``outcome_function_arn``."""
    dashboard_widgets: pulumi.Output[str]
    """What ``StageDashboard`` shows of the saga, as JSON."""

    def __init__(
        self, name: str, args: SagaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = resolve_args(args, name)
        outcomes_table: pulumi.Output[str] | None = None
        own = settings.outcome_function_arn is None
        check_name(NAME, name, OWN_OUTCOMES if own else CHILDREN)
        rest = REST_OF_POLICY + (LONGEST_FUNCTION_ARN if own else 0)
        rest += TRACES_IN_POLICY if settings.xray_tracing else 0
        check_invocations(f"{NAME} {name}", settings.invoked_arns, rest)
        children = Descendants()
        opts = children.collected(tagged(NAME, name, opts))
        super().__init__("realtime:index:Saga", name, None, opts)
        if own:
            function_arn, outcomes_table = own_outcomes(name, settings, parent=self)
            settings = replace(settings, outcome_function_arn=function_arn)
        queue = sqs.dead_letter_queue(f"{name}-attention", parent=self)
        definition = _definition(settings, queue, keeps_orders=own)
        log_group = _log_group(name, settings.log_retention_days, parent=self)
        role, policy = _role(name, settings, queue, parent=self)
        machine = aws.sfn.StateMachine(
            f"{name}-machine",
            type="STANDARD",
            role_arn=role.arn,
            definition=definition,
            logging_configuration={
                "level": "ERROR",
                "include_execution_data": False,
                "log_destination": pulumi.Output.concat(log_group.arn, ":*"),
            },
            # Off is sent too: the provider takes a block that is left out for no change.
            tracing_configuration={"enabled": settings.xray_tracing},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        lost = monitoring.report_bad_ends(name, machine, queue, parent=self)
        monitoring.alarms(name, machine, queue, lost, settings.alarm_topic_arns, parent=self)

        if own:  # only then does the saga hold data
            DeletionProtection(name, settings.deletion_protection, children, parent=self)
        self.state_machine_arn = machine.arn
        self.definition = definition
        self.max_order_bytes = definition.apply(lambda text: max_order_bytes(json.loads(text)))
        self.attention_queue_url = queue.url
        self.lost_ends_queue_url = lost.url
        self.outcomes_table = outcomes_table
        self.dashboard_widgets = monitoring.saga_widgets(
            machine, queue, lost, settings.metrics_namespace if own else None
        )
        self.register_outputs({output: getattr(self, output) for output in OUTPUTS})


def _definition(
    settings: SagaSettings, queue: aws.sqs.Queue, *, keeps_orders: bool
) -> pulumi.Output[str]:
    def define(known: Any) -> str:
        targets = SagaTargets(
            **known,
            commit_name=settings.commit_name,
            event_source=settings.event_source,
            keeps_orders=keeps_orders,
        )
        return json.dumps(build_definition(settings.steps, targets))

    return pulumi.Output.all(
        function_arns=settings.function_arns,
        outcome_function_arn=settings.outcome_function_arn,
        push_function_arn=settings.push_function_arn,
        attention_queue_url=queue.url,
    ).apply(define)


def _log_group(
    name: str, retention_days: pulumi.Input[int], *, parent: pulumi.Resource
) -> aws.cloudwatch.LogGroup:
    # Without this prefix the log delivery's resource policy outgrows its limit in accounts
    # with many state machines (Step Functions developer guide, CloudWatch Logs).
    return aws.cloudwatch.LogGroup(
        f"{name}-logs",
        name_prefix=f"/aws/vendedlogs/states/{name}-",
        retention_in_days=retention_days,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _role(
    name: str, settings: SagaSettings, queue: aws.sqs.Queue, *, parent: pulumi.Resource
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    opts = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-role",
        assume_role_policy=pulumi.Output.json_dumps(
            iam.assumed_by_state_machines(account_id(parent), state_machines(parent))
        ),
        opts=opts,
    )
    document = iam.document(
        iam.invoke_functions(settings.invoked_arns),
        iam.send_messages(queue.arn),
        iam.deliver_logs(),
        *([iam.send_traces(), iam.sample_traces()] if settings.xray_tracing else []),
    )
    policy = aws.iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=checked_policy(name, document),
        opts=opts,
    )
    return role, policy
