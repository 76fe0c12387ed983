"""The checks of a saga as a whole: names, groups, statuses, Step Functions' limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from components.building_blocks.args_errors import Place
from components.saga.order_size import check_sizes
from components.saga.state_machine_definition import build_definition
from components.saga.step_functions_limits import check_limits
from components.saga.steps import NAME, STEPS, SagaTargets, Step, place_of

MAX_STEP_NAME_CHARACTERS = 60
LONGEST_ADDRESS = "x" * 340
"""As long as a function's ARN with a qualifier or a queue's address can be. It stands for the
addresses that are not known yet."""
_STEP_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def check_saga(
    steps: Sequence[Step],
    commit_name: str,
    function_arns: Mapping[str, object],
    *,
    keeps_orders: bool,
) -> None:
    """``ArgsError`` names the step, the value and what is allowed.

    ``function_arns``: name of the step or compensation -> ARN of its function.
    """
    _check_names(steps, commit_name)
    _check_statuses(steps)
    _check_groups(steps)
    arns = {
        name: arn if isinstance(arn, str) else LONGEST_ADDRESS
        for name, arn in function_arns.items()
    }
    targets = SagaTargets(
        arns,
        outcome_function_arn=LONGEST_ADDRESS,
        push_function_arn=LONGEST_ADDRESS,
        attention_queue_url=LONGEST_ADDRESS,
        commit_name=commit_name,
        keeps_orders=keeps_orders,
    )
    definition = build_definition(steps, targets)
    check_limits(STEPS, definition)
    check_sizes(STEPS, definition)


def _check_names(steps: Sequence[Step], commit_name: str) -> None:
    named = [(Place(NAME, "commit_name"), commit_name)]
    for step in steps:
        named.append((place_of(step.name).of("name"), step.name))
        if step.compensation_name is not None:
            named.append((place_of(step.name).of("compensation_name"), step.compensation_name))
    used = set()
    for place, name in named:
        if not _STEP_NAME.fullmatch(name) or len(name) > MAX_STEP_NAME_CHARACTERS:
            raise place.error(
                f"must be snake case (a-z, 0-9, _), {MAX_STEP_NAME_CHARACTERS} characters at most, "
                f"got {name!r}"
            )
        if name in used:
            raise place.error(f"{name!r} is used twice; names must be unique in a saga")
        used.add(name)


def _check_statuses(steps: Sequence[Step]) -> None:
    """Each business error means one status in the whole saga."""
    statuses: dict[str, str] = {}
    for step in steps:
        for error, status in (step.business_errors or {}).items():
            if statuses.setdefault(error, status) != status:
                place = place_of(step.name).of("business_errors")
                raise place.error(
                    f"maps {error!r} to {status}, and an earlier step to {statuses[error]}; one "
                    "error has one status in a saga"
                )


def _check_groups(steps: Sequence[Step]) -> None:
    named = [name for name, _ in groupby(step.parallel_group for step in steps) if name]
    for name in named:
        if named.count(name) > 1:
            raise STEPS.error(
                f"of parallel_group {name!r} are not neighbours; put them next to each other, or "
                "give the later ones another group"
            )
