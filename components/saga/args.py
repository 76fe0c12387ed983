"""Declares and checks the Args of ``Saga``.

``make settings`` writes the ``TypedDict``s ``SagaArgs`` and ``SagaStep`` from this declaration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulumi

from components.building_blocks.args_errors import Place, errors_of
from components.building_blocks.args_resolution import resolve
from components.building_blocks.common_args import (
    AlarmSettings,
    OwnFunctionSettings,
    ProtectionSettings,
)
from components.building_blocks.field_kinds import listing, text
from components.saga.saga_validation import check_saga
from components.saga.step_validation import check_step
from components.saga.steps import NAME, Step, place_of
from contract.orders import EVENT_SOURCE, OUTCOME_REFUSED, PENDING, TRANSITIONS

_SOURCE = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,256}")
"""What a URI-reference is written with: CloudEvents' rule for ``source``."""


@dataclass(frozen=True, kw_only=True)
class DeclaredStep(Step):
    """A step as a program declares it: with its functions."""

    function_arn: pulumi.Input[str] = text(
        "Function that does the step, idempotently by `orderId` and `step`.", required=True
    )
    compensation_arn: pulumi.Input[str] | None = text(
        "Function that undoes the step. It is also called when the step may never have taken "
        "effect. It then has to keep a late forward step from taking effect."
    )


@dataclass(frozen=True, kw_only=True)
class SagaSettings(AlarmSettings, OwnFunctionSettings, ProtectionSettings):
    """The Args of a saga, checked, with defaults filled in."""

    steps: Sequence[DeclaredStep] = listing(
        "The forward steps in their order, at least one. Neighbours with the same "
        "`parallel_group` run in parallel.",
        "a list of steps",
        required=True,
        args_type="Sequence[SagaStep]",
    )
    outcome_function_arn: pulumi.Input[str] | None = text(
        "Function that ends orders by conditional writes. When omitted the component makes one, "
        "with a table of its own that keeps how each order ended: for orders that no table of "
        'yours has. Input `{"order", "transition", '
        '"eventSource", "failure"?, "businessErrors"?}` with `transition` one of '
        f'{", ".join(TRANSITIONS)}. Answer `{{"userId", "status", "event"}}` of the order as it is '
        "stored. The function of `functions/checkout/commit_outcome.py` ends any order that is "
        f"stored with `orderId`, `userId`, `amountMinor`, `currency` and `status` {PENDING}. The "
        f"error {OUTCOME_REFUSED} is not retried."
    )
    push_function_arn: pulumi.Input[str] = text(
        "Function that pushes the outcome to the buyer: `RealtimeNotifier.push_function_arn`.",
        required=True,
    )
    commit_name: str = text(
        "Snake-case name of the last state, which commits FINALIZED.",
        default="commit_outcome",
        args_type="str",
    )
    event_source: str = text(
        "`source` of the saga's outcome events: a URI-reference of 256 characters at most. Give "
        "each saga one of its own: a user's events are told apart by `source` and `id`.",
        default=EVENT_SOURCE,
        pattern=_SOURCE,
        must="a URI-reference of 1 to 256 characters without spaces, such as returns",
        args_type="str",
    )

    @property
    def function_arns(self) -> dict[str, pulumi.Input[str]]:
        """ARN of each step's and compensation's function, by the step's or compensation's name."""
        arns: dict[str, pulumi.Input[str]] = {}
        for step in self.steps:
            arns[step.name] = step.function_arn
            if step.compensation_name is not None and step.compensation_arn is not None:
                arns[step.compensation_name] = step.compensation_arn
        return arns

    @property
    def invoked_arns(self) -> list[pulumi.Input[str]]:
        """ARNs of all functions that the saga calls, each one once."""
        outcome = [] if self.outcome_function_arn is None else [self.outcome_function_arn]
        return [*dict.fromkeys([*self.function_arns.values(), *outcome, self.push_function_arn])]


def resolve_args(args: object, name: str = "") -> SagaSettings:
    """The Args, checked. ``ArgsError`` names the step, field and value, and what is allowed."""
    declared = resolve(SagaSettings, Place(NAME, name=name), args)
    steps = [resolve_step(number, raw, name) for number, raw in enumerate(declared.steps)]
    settings = replace(declared, steps=steps)
    with errors_of(name):
        check_saga(
            steps,
            settings.commit_name,
            settings.function_arns,
            keeps_orders=settings.outcome_function_arn is None,
        )
    return settings


def resolve_step(number: int, raw: object, saga: str = "") -> DeclaredStep:
    """One step, checked by itself."""
    name = raw.get("name") if isinstance(raw, Mapping) else None
    place = Place(NAME, f"steps[{number}]", saga)
    if isinstance(name, str) and name:
        place = place_of(name, saga)
    step = resolve(DeclaredStep, place, raw)
    pair = {field: getattr(step, field) for field in ("compensation_name", "compensation_arn")}
    missing = [field for field, value in pair.items() if value is None]
    if len(missing) == 1:
        raise place.error(
            f"lacks {missing[0]}: give compensation_name and compensation_arn together, or neither"
        )
    check_step(place, step)
    return step
