"""The checks of a declared saga, before any resource exists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, groupby
from typing import Any

from components import _validation
from components._saga_args import SagaArgs, SagaStep, commit_name_of
from components._saga_definition import build_definition
from components._saga_limits import check_limits
from components._saga_model import Wiring
from components._saga_states import TRANSIENT, TURNED_AWAY, Retry

NAME = "Saga"
STATUSES = ("DECLINED", "REFUNDED")
# The longest ARN of a function (with a qualifier) or address of a queue: one that is not known
# yet is taken to be this long.
LONGEST_ADDRESS = "x" * 340
_STEP_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PATH = re.compile(r"\$\.order(\.[A-Za-z_][A-Za-z0-9_]*)+")
_WILDCARDS = ("States.ALL", "States.TaskFailed")


def check_saga(args: SagaArgs) -> None:
    """Raise ``ValueError`` naming the field, the value and what is allowed."""
    _validation.known_fields(NAME, args, tuple(SagaArgs.__annotations__))
    _validation.require(NAME, args, ["steps", "outcome_function_arn", "push_function_arn"])
    check_steps(args["steps"], commit_name_of(args))


def check_steps(steps: Sequence[SagaStep], commit_name: str) -> None:
    """Raise ``ValueError`` naming the step, the field, the value and what is allowed."""
    seen: set[str] = set()
    _check_name(commit_name, seen)
    statuses: dict[str, str] = {}
    for step in steps:
        _validation.known_fields(NAME, step, tuple(SagaStep.__annotations__))
        _validation.require(NAME, step, ["name", "function_arn"])
        if ("compensation_name" in step) != ("compensation_arn" in step):
            raise ValueError(
                f"{NAME}: step {step['name']!r} needs compensation_name and compensation_arn "
                "together, or neither"
            )
        for name in filter(None, (step["name"], step.get("compensation_name"))):
            _check_name(name, seen)
        _check_errors(step, statuses)
        _check_input(step)
        _check_times(step)
    _check_groups(steps)
    wiring = Wiring(LONGEST_ADDRESS, LONGEST_ADDRESS, LONGEST_ADDRESS, commit_name)
    check_limits(NAME, build_definition([_known(step) for step in steps], wiring))


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


def _check_errors(step: SagaStep, statuses: dict[str, str]) -> None:
    name = step["name"]
    classes: dict[str, Sequence[str]] = {
        "refusals": list(step.get("refusals", {})),
        "ambiguous": step.get("ambiguous", []),
        "retry_on": step.get("retry_on", []),
    }
    for field, errors in classes.items():
        for error in errors:
            if error in _WILDCARDS:
                raise ValueError(f"{NAME}: step {name!r}: {field} must name errors, got {error!r}")
    if retried := set(classes["refusals"]).intersection((*TRANSIENT, TURNED_AWAY)):
        error = min(retried)
        raise ValueError(
            f"{NAME}: step {name!r}: {error!r} is an error of Lambda or Step Functions, which "
            "are retried, and cannot be a refusal"
        )
    for (first, some), (second, others) in combinations(classes.items(), 2):
        for error in set(some).intersection(others):
            raise ValueError(
                f"{NAME}: step {name!r}: {error!r} is in {first} and in {second}; an error is in "
                "one class only"
            )
    if classes["ambiguous"] and "compensation_arn" not in step:
        raise ValueError(
            f"{NAME}: step {name!r} declares ambiguous errors ({', '.join(classes['ambiguous'])}) "
            "but no compensation, so nothing could find out and undo what it may have done; add "
            "compensation_name and compensation_arn"
        )
    for error, status in step.get("refusals", {}).items():
        if status not in STATUSES:
            raise ValueError(
                f"{NAME}: step {name!r} maps refusal {error!r} to {status!r}; "
                f"allowed statuses are {', '.join(STATUSES)}"
            )
        if statuses.setdefault(error, status) != status:
            raise ValueError(
                f"{NAME}: refusal {error!r} means {statuses[error]} in one step and {status} in "
                f"{name!r}; one error has one status in a saga"
            )


def _check_input(step: SagaStep) -> None:
    for field, path in step.get("input", {}).items():
        if not _FIELD_NAME.fullmatch(field) or not _PATH.fullmatch(path):
            raise ValueError(
                f"{NAME}: step {step['name']!r}: input {field!r}: {path!r} must be a name and a "
                "path of names into the order, such as 'amount': '$.order.amountMinor'"
            )


def _check_times(step: SagaStep) -> None:
    _validation.whole_number(NAME, step, "timeout_seconds", default=15, low=1, high=900)
    retry: Mapping[str, Any] = step.get("retry", {})
    _validation.known_fields(NAME, retry, tuple(Retry.__annotations__))
    _validation.whole_number(NAME, retry, "max_attempts", default=3, low=0, high=20)
    least = _validation.whole_number(NAME, retry, "interval_seconds", default=1, low=1, high=300)
    most = _validation.whole_number(NAME, retry, "max_delay_seconds", default=10, low=2, high=3600)
    if most <= least:
        raise ValueError(
            f"{NAME}: step {step['name']!r}: max_delay_seconds ({most}) must be more than "
            f"interval_seconds ({least})"
        )
