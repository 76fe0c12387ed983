"""A definition over Step Functions' limits is refused with the reason, before it is created."""

from __future__ import annotations

from typing import Any

import pytest

from components.building_blocks.args_errors import Place
from components.saga.args import resolve_args
from components.saga.step_functions_limits import check_limits, worst_case_events


def check(steps: list[Any]) -> None:
    resolve_args({"steps": steps, "outcome_function_arn": "arn:o", "push_function_arn": "arn:p"})


def steps(count: int, **more: Any) -> list[Any]:
    return [{"name": f"step_{n}", "function_arn": "arn:f", **more} for n in range(count)]


def test_twenty_steps_that_can_all_be_undone_are_well_within_the_limits() -> None:
    undo = {"compensation_arn": "arn:u"}
    check([{**s, **undo, "compensation_name": f"undo_{s['name']}"} for s in steps(20)])


def test_too_many_steps_to_fit_the_definition_are_refused() -> None:
    with pytest.raises(ValueError, match=r"make a definition of .* bytes, Step Functions takes"):
        check(steps(2500, retry={"max_attempts": 0}))


def test_retries_that_could_outgrow_the_history_are_refused() -> None:
    with pytest.raises(ValueError, match=r"history events .* lower their retry.max_attempts"):
        check(steps(400, retry={"max_attempts": 20}))


def test_a_group_whose_state_would_have_too_long_a_name_is_refused() -> None:
    group: list[Any] = [
        {"name": f"step_{n}_{'x' * 40}", "function_arn": "arn:f", "parallel_group": "both"}
        for n in range(2)
    ]
    with pytest.raises(ValueError, match=r"has .* characters, allowed are 80"):
        check(group)


def test_the_worst_case_counts_every_try_of_the_longest_way() -> None:
    task = {"Type": "Task", "Retry": [{"MaxAttempts": 2}], "Catch": [{"Next": "B"}], "Next": "C"}
    states: Any = {"A": task, "B": {**task, "Catch": []}, "C": {"Type": "Succeed"}}

    # started, ended; A and B: entered, exited, 3 tries of 3 events; C: entered, exited
    assert worst_case_events({"StartAt": "A", "States": states}) == 2 + 11 + 11 + 2


def test_a_parallel_state_counts_all_its_branches() -> None:
    branch: Any = {"StartAt": "T", "States": {"T": {"Type": "Task"}}}
    states: dict[str, Any] = {"A": {"Type": "Parallel", "Branches": [branch, branch]}}

    assert worst_case_events({"StartAt": "A", "States": states}) == 2 + 4 + 5 + 5


def test_a_definition_within_the_limits_is_left_alone() -> None:
    check_limits(Place("Saga"), {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})
