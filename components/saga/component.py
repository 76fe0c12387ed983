"""Saga: steps as data -> a Standard state machine with compensation."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam, sqs, validation
from components.saga import monitoring
from components.saga.args import SagaArgs
from components.saga.args_validation import resolve_args
from components.saga.resolved_steps import SagaTargets
from components.saga.state_machine_definition import build_definition

LONGEST_NAME = 64 - len("-role-1234567")


class Saga(pulumi.ComponentResource):
    """A Standard state machine that undoes, in reverse, every step that was started."""

    state_machine_arn: pulumi.Output[str]
    """ARN of the state machine. An execution's input is ``{"order": {"orderId", "userId", …}}``."""
    definition: pulumi.Output[str]
    """The Amazon States Language document, as JSON text."""
    attention_queue_url: pulumi.Output[str]
    """Address of the queue of what needs a person: docs/runbook.md."""

    def __init__(
        self, name: str, args: SagaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = resolve_args(args)
        validation.name("Saga", name, LONGEST_NAME)
        super().__init__("realtime:index:Saga", name, None, opts)
        self._name = name
        self._settings = settings
        self._queue = sqs.dead_letter_queue(f"{name}-attention", parent=self)
        self.attention_queue_url = self._queue.url
        self.definition = self._define()
        log_group = self._log_group()
        role, policy = self._role()
        machine = self._state_machine(log_group, role, policy)
        self.state_machine_arn = machine.arn
        monitoring.report_bad_ends(name, machine, self._queue, parent=self)
        monitoring.alarms(name, machine, self._queue, settings["alarm_topic_arns"], parent=self)
        self.register_outputs(
            {
                "state_machine_arn": self.state_machine_arn,
                "definition": self.definition,
                "attention_queue_url": self.attention_queue_url,
            }
        )

    def _define(self) -> pulumi.Output[str]:
        def define(known: dict[str, Any]) -> str:
            targets = SagaTargets(known["outcome"], known["push"], known["queue"], known["commit"])
            return json.dumps(build_definition(known["steps"], targets))

        return pulumi.Output.all(
            steps=self._settings["steps"],
            outcome=self._settings["outcome_function_arn"],
            push=self._settings["push_function_arn"],
            queue=self._queue.url,
            commit=self._settings["commit_name"],
        ).apply(define)

    def _functions(self) -> list[pulumi.Input[str]]:
        arns: list[pulumi.Input[str]] = []
        for step in self._settings["steps"]:
            arns.append(step["function_arn"])
            if "compensation_arn" in step:
                arns.append(step["compensation_arn"])
        return [*arns, self._settings["outcome_function_arn"], self._settings["push_function_arn"]]

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        # Without this prefix the log delivery's resource policy outgrows its limit in accounts
        # with many state machines (Step Functions developer guide, CloudWatch Logs).
        return aws.cloudwatch.LogGroup(
            f"{self._name}-logs",
            name_prefix=f"/aws/vendedlogs/states/{self._name}-",
            retention_in_days=self._settings["log_retention_days"],
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _role(self) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        opts = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{self._name}-role",
            assume_role_policy=json.dumps(iam.assumed_by("states.amazonaws.com")),
            opts=opts,
        )
        document = iam.document(
            iam.invoke_functions(self._functions()),
            iam.send_messages(self._queue.arn),
            iam.deliver_logs(),
        )
        policy = aws.iam.RolePolicy(
            f"{self._name}-policy",
            role=role.name,
            policy=pulumi.Output.json_dumps(document),
            opts=opts,
        )
        return role, policy

    def _state_machine(
        self, log_group: aws.cloudwatch.LogGroup, role: aws.iam.Role, policy: aws.iam.RolePolicy
    ) -> aws.sfn.StateMachine:
        return aws.sfn.StateMachine(
            f"{self._name}-machine",
            type="STANDARD",
            role_arn=role.arn,
            definition=self.definition,
            logging_configuration={
                "level": "ERROR",
                "include_execution_data": False,
                "log_destination": pulumi.Output.concat(log_group.arn, ":*"),
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
