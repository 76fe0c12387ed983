"""The checks of one declared step that concern more than one of its fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from components.building_blocks.args_errors import Place
from components.saga.retries import AWS_ERRORS
from components.saga.steps import Step
from contract.orders import UNDONE_STATUSES

_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PATH = re.compile(r"\$\.order(\.[A-Za-z_][A-Za-z0-9_]*)+")
_WILDCARDS = ("States.ALL", "States.TaskFailed")


def check_step(place: Place, step: Step) -> None:
    """Raise ``ArgsError`` with the field, the value and what is allowed."""
    _check_errors(place, step)
    _check_business_errors(place, step)
    for field, path in (step.input or {}).items():
        if not _FIELD_NAME.fullmatch(field) or not _PATH.fullmatch(path):
            raise place.of("input").error(
                f"holds {field!r}: {path!r}; each entry must be a name and a path of names into "
                "the order, such as 'amount': '$.order.amountMinor'"
            )
    least, most = step.retry.interval_seconds, step.retry.max_delay_seconds
    if most <= least:
        raise place.of("retry.max_delay_seconds").error(
            f"({most}) must be more than interval_seconds ({least})"
        )


def _check_errors(place: Place, step: Step) -> None:
    """Each error is in one class, and no class has a wildcard."""
    classes: dict[str, Sequence[str]] = {
        "business_errors": list(step.business_errors or {}),
        "ambiguous": step.ambiguous,
        "retry_on": step.retry_on,
    }
    for field, errors in classes.items():
        for error in errors:
            if error in _WILDCARDS:
                raise place.of(field).error(f"must name errors, got {error!r}")
    for (first, some), (second, others) in combinations(classes.items(), 2):
        for error in set(some).intersection(others):
            raise place.of(second).error(
                f"holds {error!r}, and so does {first}; an error is in one class only"
            )
    if step.ambiguous and step.compensation_name is None:
        raise place.of("ambiguous").error(
            f"holds {', '.join(step.ambiguous)}, but the step has no compensation, so "
            "nothing could find out and undo what the step may have done; add "
            "compensation_name and compensation_arn"
        )


def _check_business_errors(place: Place, step: Step) -> None:
    for error, status in (step.business_errors or {}).items():
        if error in AWS_ERRORS:
            raise place.of("business_errors").error(
                f"holds {error!r}, an error of Lambda or Step Functions, which are retried; "
                "it cannot be a business error"
            )
        if status not in UNDONE_STATUSES:
            raise place.of("business_errors").error(
                f"maps {error!r} to {status!r}; allowed statuses are {', '.join(UNDONE_STATUSES)}"
            )
