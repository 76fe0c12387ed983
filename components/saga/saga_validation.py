"""The checks of a saga as a whole: names, groups, statuses, Step Functions' limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from components.saga.order_size import check_sizes
from components.saga.state_machine_definition import build_definition
from components.saga.step_functions_limits import check_limits
from components.saga.steps import SagaTargets, Step

SAGA = "Saga"
MAX_STEP_NAME_CHARACTERS = 60
LONGEST_ADDRESS = "x" * 340
"""As long as a function's ARN with a qualifier or a queue's address can be. It stands for the
addresses that are not known yet."""
_STEP_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def check_saga(
    steps: Sequence[Step], commit_name: str, function_arns: Mapping[str, object]
) -> None:
    """``ValueError`` names the step, the value and what is allowed.

    ``function_arns``: name of the step or compensation -> ARN of its function.
    """
    _check_names(steps, commit_name)
    _check_statuses(steps)
    _check_groups(steps)
    arns = {
        name: arn if isinstance(arn, str) else LONGEST_ADDRESS
        for name, arn in function_arns.items()
    }
    targets = SagaTargets(arns, LONGEST_ADDRESS, LONGEST_ADDRESS, LONGEST_ADDRESS, commit_name)
    definition = build_definition(steps, targets)
    check_limits(SAGA, definition)
    check_sizes(SAGA, definition)


def _check_names(steps: Sequence[Step], commit_name: str) -> None:
    names = [commit_name]
    for step in steps:
        names += filter(None, (step.name, step.compensation_name))
    for index, name in enumerate(names):
        if not _STEP_NAME.fullmatch(name) or len(name) > MAX_STEP_NAME_CHARACTERS:
            raise ValueError(
                f"{SAGA}: step name {name!r} must be snake case (a-z, 0-9, _), "
                f"{MAX_STEP_NAME_CHARACTERS} characters at most"
            )
        if name in names[:index]:
            raise ValueError(f"{SAGA}: step name {name!r} is used twice; names must be unique")


def _check_statuses(steps: Sequence[Step]) -> None:
    """Each business error means one status in the whole saga."""
    statuses: dict[str, str] = {}
    for step in steps:
        for error, status in (step.business_errors or {}).items():
            if statuses.setdefault(error, status) != status:
                raise ValueError(
                    f"{SAGA}: business error {error!r} means {statuses[error]} in one step and "
                    f"{status} in {step.name!r}; one error has one status in a saga"
                )


def _check_groups(steps: Sequence[Step]) -> None:
    named = [name for name, _ in groupby(step.parallel_group for step in steps) if name]
    for name in named:
        if named.count(name) > 1:
            raise ValueError(
                f"{SAGA}: the steps of parallel_group {name!r} are not neighbours; put them next "
                "to each other, or give the later ones another group"
            )
