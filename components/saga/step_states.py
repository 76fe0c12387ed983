"""The states of a saga's declared steps: the input's check, forward steps, compensations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.saga.retries import TRANSIENT, catchers, retrier, retry_all, throttling_retrier
from components.saga.state_names import (
    ATTENTION,
    CHECK_INPUT,
    COMMIT_RESOLVED,
    COMMIT_UNDONE,
    FAILURE,
    INPUT_INCOMPLETE,
    REPORT_ATTENTION,
    compensation_state,
    state_name,
)
from components.saga.steps import Group, Step
from components.saga.task_states import State, function_task, step_payload

Arns = Mapping[str, str]
"""ARNs of the functions, by the names of steps and compensations."""


def name_of_group(group: Group) -> str:
    """The name of the state that runs the group."""
    return "And".join(state_name(step.name) for step in group)


def first_compensation(started: Sequence[Step], recovering: bool = False) -> str:
    """The state that undoes the last of the started steps; the others follow it."""
    for step in reversed(started):
        if step.compensation_name is not None:
            return compensation_state(step.compensation_name, recovering)
    return COMMIT_RESOLVED if recovering else COMMIT_UNDONE


def input_check(groups: Sequence[Group]) -> list[tuple[str, State]]:
    """Refuse an order that lacks a chosen input before anything is started.

    A path that leads nowhere raises ``States.Runtime``, which no Catch catches: the steps before
    it would stay done for ever.
    """
    steps = [step for group in groups for step in group]
    paths = sorted({path for step in steps for path in (step.input or {}).values()})
    if not paths:
        return []
    present: State = {"And": [{"Variable": path, "IsPresent": True} for path in paths]}
    check: State = {
        "Type": "Choice",
        "Choices": [present | {"Next": name_of_group(groups[0])}],
        "Default": INPUT_INCOMPLETE,
    }
    incomplete: State = {
        "Type": "Pass",
        "Result": {
            "Error": INPUT_INCOMPLETE,
            "Cause": f"The order must have {', '.join(paths)}.",
        },
        "ResultPath": FAILURE,
        "Next": COMMIT_UNDONE,
    }
    return [(CHECK_INPUT, check), (INPUT_INCOMPLETE, incomplete)]


def forward(group: Group, following: str, undo: str, arns: Arns) -> State:
    """The state that does the group's steps. When one fails, the saga goes on with ``undo``."""
    leads: State = {"Catch": catchers(undo, FAILURE), "ResultPath": None, "Next": following}
    if len(group) == 1:
        return _task(group[0], arns) | leads
    branches = [
        {
            "StartAt": state_name(step.name),
            "States": {state_name(step.name): _task(step, arns) | {"End": True}},
        }
        for step in group
    ]
    return {"Type": "Parallel", "Branches": branches} | leads


def compensations(
    steps: Sequence[Step], arns: Arns, recovering: bool = False
) -> list[tuple[str, State]]:
    """The states that undo the steps, in reverse. A recovery catches nothing."""
    states: list[tuple[str, State]] = []
    for index, step in reversed(list(enumerate(steps))):
        name = step.compensation_name
        if name is None:
            continue
        payload = step_payload(name, step.input) | {"failure.$": FAILURE}
        task = function_task(arns[name], payload, step.timeout_seconds)
        task |= {"Retry": retry_all()}
        if not recovering:
            task["Catch"] = catchers(REPORT_ATTENTION, ATTENTION)
        task |= {"ResultPath": None, "Next": first_compensation(steps[:index], recovering)}
        states.append((compensation_state(name, recovering), task))
    return states


def _task(step: Step, arns: Arns) -> State:
    payload = step_payload(step.name, step.input)
    errors = [e for e in (*TRANSIENT, *step.retry_on) if e not in step.ambiguous]
    task = function_task(arns[step.name], payload, step.timeout_seconds)
    return task | {"Retry": [throttling_retrier(), retrier(errors, step.retry)]}
