"""The checks of one declared step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from components.building_blocks import validation
from components.saga.args import SagaStep
from components.saga.retries import (
    INTERVAL_SECONDS,
    LAMBDA_THROTTLED,
    MAX_DELAY_SECONDS,
    STEP_ATTEMPTS,
    TRANSIENT,
    Retry,
)
from components.saga.task_states import STEP_SECONDS

NAME = "Saga"
STATUSES = ("DECLINED", "REFUNDED")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PATH = re.compile(r"\$\.order(\.[A-Za-z_][A-Za-z0-9_]*)+")
_WILDCARDS = ("States.ALL", "States.TaskFailed")


def resolve_step(number: int, raw: Any) -> SagaStep:
    """The step without what is ``None``; ``ValueError`` names step, field, value and range."""
    where = f"{NAME}: steps[{number}]"
    fields: Any = validation.reject_unknown_fields(where, raw, tuple(SagaStep.__annotations__))
    validation.require(where, fields, ["name", "function_arn"])
    step: SagaStep = fields
    if ("compensation_name" in step) != ("compensation_arn" in step):
        raise ValueError(
            f"{NAME}: step {step['name']!r} needs compensation_name and compensation_arn "
            "together, or neither"
        )
    for field, kind, what in (
        ("retry_on", Sequence, "a list of error names"),
        ("ambiguous", Sequence, "a list of error names"),
        ("business_errors", Mapping, "a mapping of error names to statuses"),
        ("input", Mapping, "a mapping of names to paths"),
        ("retry", Mapping, "a mapping"),
        ("parallel_group", str, "a text"),
    ):
        value = fields.get(field)
        a_text = isinstance(value, str) and kind is not str
        if field in fields and (a_text or not isinstance(value, kind)):
            raise ValueError(
                f"{NAME}: step {step['name']!r}: {field} must be {what}, got {value!r}"
            )
    _check_input(step)
    _check_times(step)
    return step


def check_errors(step: SagaStep, statuses: dict[str, str]) -> None:
    """Each error in one class, each business error with one status in the whole saga.

    ``statuses`` holds what the business errors of earlier steps mean, and gets those of this one.
    """
    name = step["name"]
    classes: dict[str, Sequence[str]] = {
        "business_errors": list(step.get("business_errors", {})),
        "ambiguous": step.get("ambiguous", []),
        "retry_on": step.get("retry_on", []),
    }
    for field, errors in classes.items():
        for error in errors:
            if error in _WILDCARDS:
                raise ValueError(f"{NAME}: step {name!r}: {field} must name errors, got {error!r}")
    if retried := set(classes["business_errors"]).intersection((*TRANSIENT, LAMBDA_THROTTLED)):
        error = min(retried)
        raise ValueError(
            f"{NAME}: step {name!r}: {error!r} is an error of Lambda or Step Functions, which "
            "are retried, and cannot be a business error"
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
    for error, status in step.get("business_errors", {}).items():
        if status not in STATUSES:
            raise ValueError(
                f"{NAME}: step {name!r} maps business error {error!r} to {status!r}; "
                f"allowed statuses are {', '.join(STATUSES)}"
            )
        if statuses.setdefault(error, status) != status:
            raise ValueError(
                f"{NAME}: business error {error!r} means {statuses[error]} in one step and "
                f"{status} in {name!r}; one error has one status in a saga"
            )


def _check_input(step: SagaStep) -> None:
    for field, path in step.get("input", {}).items():
        if not _FIELD_NAME.fullmatch(field) or not _PATH.fullmatch(path):
            raise ValueError(
                f"{NAME}: step {step['name']!r}: input {field!r}: {path!r} must be a name and a "
                "path of names into the order, such as 'amount': '$.order.amountMinor'"
            )


def _check_times(step: SagaStep) -> None:
    where = f"{NAME}: step {step['name']!r}"
    validation.whole_number(where, step, "timeout_seconds", default=STEP_SECONDS, low=1, high=900)
    retry = validation.reject_unknown_fields(
        where, step.get("retry", {}), tuple(Retry.__annotations__)
    )
    least, most = (
        validation.whole_number(where, retry, field, default=default, low=low, high=high)
        for field, default, low, high in (
            ("interval_seconds", INTERVAL_SECONDS, 1, 300),
            ("max_delay_seconds", MAX_DELAY_SECONDS, 2, 3600),
        )
    )
    validation.whole_number(where, retry, "max_attempts", default=STEP_ATTEMPTS, low=0, high=20)
    if most <= least:
        raise ValueError(
            f"{where}: max_delay_seconds ({most}) must be more than interval_seconds ({least})"
        )
