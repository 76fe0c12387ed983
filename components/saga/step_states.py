"""The states of a saga's declared steps: the input's check, forward steps, compensations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.saga.retries import (
    TRANSIENT,
    catchers,
    retrier,
    retry_compensation,
    throttling_retrier,
)
from components.saga.state_names import (
    ATTENTION,
    CHECK_INPUT,
    CHECK_ORDER_IDS,
    COMMIT_RESOLVED,
    COMMIT_UNDONE,
    FAILURE,
    FAILURE_NAME,
    INPUT_INCOMPLETE,
    ORDER_IDS_MISSING,
    RECOVER_TOGETHER,
    REPORT_ATTENTION,
    became_of,
    noting_state,
    recovering_state,
    state_after_failure,
    state_name,
)
from components.saga.steps import Group, Step
from components.saga.task_states import State, function_task, step_payload

Arns = Mapping[str, str]
"""ARNs of the functions, by the names of steps and compensations."""
SMALL_END: State = {"ResultSelector": {"done": True}, "End": True}
"""How a branch ends. The answers of all branches are collected before they are dropped, and
together they must not exceed what a state may hold."""


def name_of_group(group: Group) -> str:
    """The name of the state that runs the group."""
    return "And".join(state_name(step.name) for step in group)


def first_compensation(started: Sequence[Step]) -> str:
    """The state that undoes the last of the started steps; the others follow it."""
    names = _compensated(started)
    return state_name(names[-1]) if names else COMMIT_UNDONE


def first_after_failure(started: Sequence[Step]) -> str:
    """The same after a compensation failed for good: the others are tried, then it is reported."""
    names = _compensated(started)
    return state_after_failure(names[-1]) if names else REPORT_ATTENTION


def first_recovery(steps: Sequence[Step]) -> str:
    """The state that begins the recovery of all steps."""
    names = _compensated(steps)
    if len(names) > 1:
        return RECOVER_TOGETHER
    return recovering_state(names[0]) if names else COMMIT_RESOLVED


def _compensated(steps: Sequence[Step]) -> list[str]:
    return [step.compensation_name for step in steps if step.compensation_name is not None]


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


def ids_check(following: str) -> list[tuple[str, State]]:
    """End an order that lacks what its row needs, before anything is started.

    The outcome function refuses such an order for good: its saga could never end.
    """
    paths = [f"$.order.{field}" for field in ("orderId", "userId")]
    present = [
        {"Variable": path, operator: value}
        for path in paths
        for operator, value in (("IsPresent", True), ("IsString", True), ("StringGreaterThan", ""))
    ]
    check: State = {
        "Type": "Choice",
        "Choices": [{"And": present, "Next": following}],
        "Default": ORDER_IDS_MISSING,
    }
    refuse: State = {
        "Type": "Fail",
        "Error": ORDER_IDS_MISSING,
        "Cause": f"The order must have {' and '.join(paths)}, texts that are not empty.",
    }
    return [(CHECK_ORDER_IDS, check), (ORDER_IDS_MISSING, refuse)]


def forward(group: Group, following: str, undo: str, arns: Arns) -> State:
    """The state that does the group's steps. When one fails, the saga goes on with ``undo``."""
    leads: State = {"Catch": catchers(undo, FAILURE), "ResultPath": None, "Next": following}
    if len(group) == 1:
        return _task(group[0], arns) | leads
    branches = [
        {
            "StartAt": state_name(step.name),
            "States": {state_name(step.name): _task(step, arns) | SMALL_END},
        }
        for step in group
    ]
    return {"Type": "Parallel", "Branches": branches} | leads


def compensations(steps: Sequence[Step], arns: Arns) -> list[tuple[str, State]]:
    """The states that undo the steps, in reverse.

    One that fails for good does not stop the others. Its error is noted, and the states
    ``Also…`` undo the earlier steps. They end in the report, whether they succeed or not.
    """
    states: list[tuple[str, State]] = []
    also: list[tuple[str, State]] = []
    for index, step in reversed(list(enumerate(steps))):
        name = step.compensation_name
        if name is None:
            continue
        state, earlier = state_name(name), steps[:index]
        task = _compensation(step, arns) | {
            "Catch": catchers(noting_state(state), ATTENTION),
            "ResultSelector": {"undone": True},
            "ResultPath": became_of(state),
        }
        states.append((state, task | {"Next": first_compensation(earlier)}))
        after = first_after_failure(earlier)
        states.append((noting_state(state), note(state, after)))
        if _compensated(steps[index + 1 :]):
            also.append((state_after_failure(name), task | {"Next": after}))
    return [*states, *also]


def note(state: str, following: str) -> State:
    """Keep the name of the error with which the state failed for good."""
    return {
        "Type": "Pass",
        "Parameters": {"Error.$": f"{ATTENTION}.Error"},
        "ResultPath": became_of(state),
        "Next": following,
    }


def recovery(steps: Sequence[Step], arns: Arns) -> list[tuple[str, State]]:
    """The state that runs all compensations again, side by side, and catches nothing.

    A redrive of a Parallel state repeats exactly the branches that did not succeed.
    """
    tasks = [
        (recovering_state(step.compensation_name), _compensation(step, arns))
        for step in reversed(steps)
        if step.compensation_name is not None
    ]
    leads: State = {"ResultPath": None, "Next": COMMIT_RESOLVED}
    if len(tasks) < 2:
        return [(name, task | leads) for name, task in tasks]
    branches = [{"StartAt": name, "States": {name: task | SMALL_END}} for name, task in tasks]
    return [(RECOVER_TOGETHER, {"Type": "Parallel", "Branches": branches} | leads)]


def _compensation(step: Step, arns: Arns) -> State:
    name = str(step.compensation_name)
    payload = step_payload(name, step.input) | {"failure": {"Error.$": FAILURE_NAME}}
    task = function_task(arns[name], payload, step.timeout_seconds)
    return task | {"Retry": retry_compensation()}


def _task(step: Step, arns: Arns) -> State:
    payload = step_payload(step.name, step.input)
    errors = [e for e in (*TRANSIENT, *step.retry_on) if e not in step.ambiguous]
    task = function_task(arns[step.name], payload, step.timeout_seconds)
    return task | {"Retry": [throttling_retrier(), retrier(errors, step.retry)]}
