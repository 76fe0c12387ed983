"""The states of a saga's declared steps: the input's check, forward steps, compensations."""

from __future__ import annotations

from collections.abc import Sequence

from components.saga.resolved_steps import Group, Step
from components.saga.retries import (
    STEP_ATTEMPTS,
    TRANSIENT,
    catchers,
    retrier,
    retry_all,
    throttling_retrier,
)
from components.saga.task_states import (
    STEP_SECONDS,
    State,
    function_task,
    state_name,
    step_payload,
)

START_CHECK, INCOMPLETE = "CheckInput", "InputIncomplete"
UNDONE, ATTENTION, RESOLVED = "CommitUndone", "ReportAttention", "CommitResolved"


def name_of_group(group: Group) -> str:
    """The name of the state that runs the group."""
    return "And".join(state_name(step["name"]) for step in group)


def first_compensation(started: Sequence[Step], recovering: bool = False) -> str:
    """The state that undoes the last of the started steps; the others follow it."""
    for step in reversed(started):
        if "compensation_name" in step:
            return ("Recover" if recovering else "") + state_name(step["compensation_name"])
    return RESOLVED if recovering else UNDONE


def input_check(groups: Sequence[Group]) -> list[tuple[str, State]]:
    """Refuse an order that lacks a chosen input before anything is started.

    A path that leads nowhere is ``States.Runtime``, which no Catch catches: half-way it would
    leave the steps before it done for ever.
    """
    paths = sorted(
        {p for group in groups for step in group for p in step.get("input", {}).values()}
    )
    if not paths:
        return []
    present: State = {"And": [{"Variable": path, "IsPresent": True} for path in paths]}
    check: State = {
        "Type": "Choice",
        "Choices": [present | {"Next": name_of_group(groups[0])}],
        "Default": INCOMPLETE,
    }
    incomplete: State = {
        "Type": "Pass",
        "Result": {"Error": INCOMPLETE, "Cause": f"The order must have {', '.join(paths)}."},
        "ResultPath": "$.failure",
        "Next": UNDONE,
    }
    return [(START_CHECK, check), (INCOMPLETE, incomplete)]


def forward(group: Group, following: str, undo: str) -> State:
    """The state that does the group's steps; ``undo`` is where it goes when one fails."""
    leads: State = {"Catch": catchers(undo, "$.failure"), "ResultPath": None, "Next": following}
    if len(group) == 1:
        return _task(group[0]) | leads
    branches = [
        {
            "StartAt": state_name(step["name"]),
            "States": {state_name(step["name"]): _task(step) | {"End": True}},
        }
        for step in group
    ]
    return {"Type": "Parallel", "Branches": branches} | leads


def compensations(steps: Sequence[Step], recovering: bool = False) -> list[tuple[str, State]]:
    """The states that undo the steps, in reverse. A recovery catches nothing."""
    states: list[tuple[str, State]] = []
    for index, step in reversed(list(enumerate(steps))):
        if "compensation_name" not in step:
            continue
        name = step["compensation_name"]
        payload = step_payload(name, step.get("input")) | {"failure.$": "$.failure"}
        seconds = step.get("timeout_seconds", STEP_SECONDS)
        task = function_task(step["compensation_arn"], payload, seconds)
        task |= {"Retry": retry_all()}
        if not recovering:
            task["Catch"] = catchers(ATTENTION, "$.attention")
        task |= {"ResultPath": None, "Next": first_compensation(steps[:index], recovering)}
        states.append((("Recover" if recovering else "") + state_name(name), task))
    return states


def _task(step: Step) -> State:
    payload = step_payload(step["name"], step.get("input"))
    errors = [
        e for e in (*TRANSIENT, *step.get("retry_on", [])) if e not in step.get("ambiguous", [])
    ]
    task = function_task(step["function_arn"], payload, step.get("timeout_seconds", STEP_SECONDS))
    step_retrier = retrier(errors, step.get("retry", {}), STEP_ATTEMPTS)
    return task | {"Retry": [throttling_retrier(), step_retrier]}
