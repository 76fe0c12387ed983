"""Saga: steps as data -> a Standard state machine with compensation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict, cast

import pulumi
import pulumi_aws as aws

from components import _policies, _validation
from components._saga_definition import Retry, Step, build_definition

NAME = "Saga"
STATUSES = ("DECLINED", "REFUNDED")
_STEP_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class SagaStep(TypedDict):
    """One forward step and, where it changes something, what undoes it."""

    name: str
    """Verb and noun in snake case, such as ``charge_payment``; unique in the saga."""
    function_arn: pulumi.Input[str]
    """Function that does the step, idempotently by ``order.orderId`` and ``step``."""
    compensation_name: NotRequired[str]
    """Name of the compensation, such as ``refund_payment``. Comes with ``compensation_arn``."""
    compensation_arn: NotRequired[pulumi.Input[str]]
    """Function that undoes the step. Also called when the step may never have taken effect."""
    timeout_seconds: NotRequired[int]
    """Longest duration of one try, 1..900 seconds. Default 15."""
    retry: NotRequired[Retry]
    """Retry of Lambda's and Step Functions' own transient errors. Default 3 more tries."""
    retry_on: NotRequired[Sequence[str]]
    """Errors of the step's own that mean nothing was done, retried like the transient ones.
    None when omitted: an error that may hide an effect is compensated, not retried."""
    refusals: NotRequired[Mapping[str, str]]
    """Error names that are business refusals -> the order's status (``DECLINED``)."""


class SagaArgs(TypedDict):
    """Arguments of ``Saga``."""

    steps: Sequence[SagaStep]
    """The forward steps in their order; at least one."""
    outcome_function_arn: pulumi.Input[str]
    """Function that commits the outcome by a conditional write."""
    push_function_arn: pulumi.Input[str]
    """Function that pushes the outcome to the buyer (``RealtimeNotifier.push_function_arn``)."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days CloudWatch keeps the execution log. Default 14."""


class Saga(pulumi.ComponentResource):
    """A Standard state machine that undoes, in reverse, every step that was started."""

    state_machine_arn: pulumi.Output[str]
    """ARN of the state machine. An execution's input is ``{"order": {...}}``."""
    definition: pulumi.Output[str]
    """The Amazon States Language document, as JSON text."""

    def __init__(
        self, name: str, args: SagaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        _check(args)
        super().__init__("realtime:index:Saga", name, None, opts)
        self._name = name
        self._args = args
        self.definition = self._define()
        log_group = self._log_group()
        role, policy = self._role()
        self.state_machine_arn = self._state_machine(log_group, role, policy).arn
        self.register_outputs(
            {"state_machine_arn": self.state_machine_arn, "definition": self.definition}
        )

    def _define(self) -> pulumi.Output[str]:
        resolved = pulumi.Output.all(
            steps=[dict(step) for step in self._args["steps"]],
            outcome=self._args["outcome_function_arn"],
            push=self._args["push_function_arn"],
        )
        return resolved.apply(
            lambda known: json.dumps(
                build_definition(
                    cast(list[Step], known["steps"]),
                    outcome_function_arn=known["outcome"],
                    push_function_arn=known["push"],
                )
            )
        )

    def _functions(self) -> list[pulumi.Input[str]]:
        arns: list[pulumi.Input[str]] = []
        for step in self._args["steps"]:
            arns.append(step["function_arn"])
            if "compensation_arn" in step:
                arns.append(step["compensation_arn"])
        return [*arns, self._args["outcome_function_arn"], self._args["push_function_arn"]]

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        # Without this prefix the log delivery's resource policy outgrows its limit in accounts
        # with many state machines (Step Functions developer guide, CloudWatch Logs).
        return aws.cloudwatch.LogGroup(
            f"{self._name}-logs",
            name_prefix=f"/aws/vendedlogs/states/{self._name}-",
            retention_in_days=self._args.get("log_retention_days", _validation.RETENTION_DAYS[0]),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _role(self) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        opts = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{self._name}-role",
            assume_role_policy=json.dumps(_policies.assumed_by("states.amazonaws.com")),
            opts=opts,
        )
        document = _policies.document(
            _policies.invoke_functions(self._functions()), _policies.deliver_logs()
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


def _check(args: SagaArgs) -> None:
    """Raise ``ValueError`` naming the step, the field, the value and what is allowed."""
    _validation.known_fields(NAME, args, tuple(SagaArgs.__annotations__))
    _validation.require(NAME, args, ["steps", "outcome_function_arn", "push_function_arn"])
    seen: set[str] = set()
    for step in args["steps"]:
        _validation.known_fields(NAME, step, tuple(SagaStep.__annotations__))
        _validation.require(NAME, step, ["name", "function_arn"])
        if ("compensation_name" in step) != ("compensation_arn" in step):
            raise ValueError(
                f"{NAME}: step {step['name']!r} needs compensation_name and compensation_arn "
                "together, or neither"
            )
        for name in filter(None, (step["name"], step.get("compensation_name"))):
            _check_name(name, seen)
        _check_refusals(step)
        _validation.whole_number(NAME, step, "timeout_seconds", default=15, low=1, high=900)
        retry: Mapping[str, Any] = step.get("retry", {})
        _validation.whole_number(NAME, retry, "max_attempts", default=3, low=0, high=20)
        _validation.whole_number(NAME, retry, "interval_seconds", default=1, low=1, high=300)
        _validation.whole_number(NAME, retry, "max_delay_seconds", default=10, low=2, high=3600)


def _check_name(name: str, seen: set[str]) -> None:
    if not _STEP_NAME.fullmatch(name) or len(name) > 60:
        raise ValueError(
            f"{NAME}: step name {name!r} must be snake case (a-z, 0-9, _), 60 characters at most"
        )
    if name in seen:
        raise ValueError(f"{NAME}: step name {name!r} is used twice; names must be unique")
    seen.add(name)


def _check_refusals(step: SagaStep) -> None:
    for error, status in step.get("refusals", {}).items():
        if status not in STATUSES:
            raise ValueError(
                f"{NAME}: step {step['name']!r} maps refusal {error!r} to {status!r}; "
                f"allowed statuses are {', '.join(STATUSES)}"
            )
