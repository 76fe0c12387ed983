"""The checks of a declared saga, before any resource exists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from components.building_blocks import address_validation, validation
from components.saga.args import SagaArgs, SagaStep
from components.saga.resolved_steps import SagaTargets
from components.saga.state_machine_definition import build_definition
from components.saga.step_functions_limits import check_limits
from components.saga.step_validation import NAME, check_errors, resolve_step

# The longest ARN of a function (with a qualifier) or address of a queue: one that is not known
# yet is taken to be this long.
LONGEST_ADDRESS = "x" * 340
_STEP_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def resolve_args(args: SagaArgs) -> dict[str, Any]:
    """The args with defaults filled in; ``ValueError`` names the field, range and value."""
    settings = validation.reject_unknown_fields(NAME, args, tuple(SagaArgs.__annotations__))
    validation.require(NAME, settings, ["steps", "outcome_function_arn", "push_function_arn"])
    settings.setdefault("commit_name", "commit_outcome")
    settings["steps"] = resolve_steps(settings["steps"], settings["commit_name"])
    settings["alarm_topic_arns"] = address_validation.topics(NAME, settings)
    settings["log_retention_days"] = validation.retention(NAME, settings)
    return settings


def resolve_steps(steps: Any, commit_name: str) -> list[SagaStep]:
    """The steps without what is ``None``; ``ValueError`` names step, field, value and range."""
    if isinstance(steps, str) or not isinstance(steps, Sequence):
        raise ValueError(f"{NAME}: steps must be a list of steps, got {steps!r}")
    seen: set[str] = set()
    _check_name(commit_name, seen)
    statuses: dict[str, str] = {}
    known = [resolve_step(number, step) for number, step in enumerate(steps)]
    for step in known:
        for name in filter(None, (step["name"], step.get("compensation_name"))):
            _check_name(name, seen)
        check_errors(step, statuses)
    _check_groups(known)
    targets = SagaTargets(LONGEST_ADDRESS, LONGEST_ADDRESS, LONGEST_ADDRESS, commit_name)
    check_limits(NAME, build_definition([_known(step) for step in known], targets))
    return known


def _known(step: SagaStep) -> Any:
    """The step with addresses that are not known yet replaced by the longest possible."""
    arns = {
        field: value if isinstance(value, str) else LONGEST_ADDRESS
        for field, value in step.items()
        if field.endswith("_arn")
    }
    return {**step, **arns}


def _check_name(name: str, seen: set[str]) -> None:
    if not isinstance(name, str) or not _STEP_NAME.fullmatch(name) or len(name) > 60:
        raise ValueError(
            f"{NAME}: step name {name!r} must be snake case (a-z, 0-9, _), 60 characters at most"
        )
    if name in seen:
        raise ValueError(f"{NAME}: step name {name!r} is used twice; names must be unique")
    seen.add(name)


def _check_groups(steps: Sequence[SagaStep]) -> None:
    named = [name for name, _ in groupby(step.get("parallel_group") for step in steps) if name]
    for name in named:
        if named.count(name) > 1:
            raise ValueError(
                f"{NAME}: the steps of parallel_group {name!r} are not neighbours; put them next "
                "to each other, or give the later ones another group"
            )
