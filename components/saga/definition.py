"""Steps as data -> Amazon States Language. Pure: strings in, a dict out.

Shape of the machine, for steps with compensations A/a and B/b and the commit C::

    A -> B -> C (commits FINALIZED) -> NotifyFinalized
    A or B fails       -> (its own compensation) -> earlier ones, in reverse -> CommitUndone
                          (the outcome function names the status) -> NotifyUndone
    C fails            -> RuleOutFinalized -> FINALIZED after all? -> NotifyFinalized
                                           -> ruled out: b -> a -> CommitUndone -> NotifyUndone
    anything of the undoing fails for good
                       -> ReportAttention (queue) -> CommitNeedsAttention -> NotifyNeedsAttention
                       -> RecoverRuleOutFinalized -> RecoverB -> RecoverA -> CommitResolved
                       -> (ReportLate, if the queue had not taken it) -> NotifyResolved

A step that failed is compensated too: a time-out does not tell whether it took effect. The
recovery is the undoing once more with nothing caught: the execution fails in the very task that
is broken, so a redrive repeats that task and goes on. See docs/adr/0002-pivot.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.saga.end_states import EndStates
from components.saga.resolved_steps import Group, Step, Wiring, grouped
from components.saga.task_states import (
    STEP_ATTEMPTS,
    STEP_SECONDS,
    TRANSIENT,
    State,
    caught,
    function_task,
    patient,
    persistent,
    retries,
    step_payload,
    title,
)

START_CHECK, INCOMPLETE = "CheckInput", "InputIncomplete"
UNDONE, ATTENTION, RECOVERY = "CommitUndone", "ReportAttention", "RecoverRuleOutFinalized"


def build_definition(steps: Sequence[Step], wiring: Wiring) -> dict[str, Any]:
    """The state machine of the steps. Input of an execution: ``{"order": {...}}``.

    Neighbours with the same ``parallel_group`` run in parallel.
    """
    groups = grouped(steps)
    everything = [step for group in groups for step in group]
    states: list[tuple[str, State]] = [*_input_check(groups)]
    for index, group in enumerate(groups):
        more = groups[index + 1 :]
        following = _state_of(more[0]) if more else title(wiring.commit_name)
        started = [step for group in groups[: index + 1] for step in group]
        states.append((_state_of(group), _forward(group, following, _first_undo(started))))
    ends = EndStates(wiring.outcome_function_arn, wiring.push_function_arn,
                     wiring.attention_queue_url, _refusals(everything))  # fmt: skip
    states += ends.finalized(title(wiring.commit_name), _first_undo(everything))
    states += _compensations(everything)
    states += ends.undone()
    states += ends.attention(RECOVERY)
    states += ends.recovery_decision(_first_undo(everything, recovering=True))
    states += _compensations(everything, recovering=True)
    states += ends.resolved()
    return {
        "Comment": "Saga: " + " -> ".join(_state_of(group) for group in groups),
        "StartAt": states[0][0],
        "States": _unique(states),
    }


def _state_of(group: Group) -> str:
    return "And".join(title(step["name"]) for step in group)


def _unique(states: Sequence[tuple[str, State]]) -> dict[str, State]:
    named: dict[str, State] = {}
    taken: set[str] = set()
    for name, state in states:
        inner = {inside for branch in state.get("Branches", []) for inside in branch["States"]}
        if not taken.isdisjoint({name, *inner}):
            raise ValueError(
                f"two states would be called {name!r} (or one within it); rename the step: names "
                "that the saga uses itself start with Commit, Notify, Report, Recover, RuleOut, "
                "Check or Input"
            )
        named[name] = state
        taken |= {name, *inner}
    return named


def _refusals(steps: Sequence[Step]) -> dict[str, str]:
    return {error: status for step in steps for error, status in step.get("refusals", {}).items()}


def _first_undo(started: Sequence[Step], recovering: bool = False) -> str:
    """The state that undoes the last of the started steps; the others follow it."""
    for step in reversed(started):
        if "compensation_name" in step:
            return ("Recover" if recovering else "") + title(step["compensation_name"])
    return "CommitResolved" if recovering else UNDONE


def _input_check(groups: Sequence[Group]) -> list[tuple[str, State]]:
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
        "Choices": [present | {"Next": _state_of(groups[0])}],
        "Default": INCOMPLETE,
    }
    incomplete: State = {
        "Type": "Pass",
        "Result": {"Error": INCOMPLETE, "Cause": f"The order must have {', '.join(paths)}."},
        "ResultPath": "$.failure",
        "Next": UNDONE,
    }
    return [(START_CHECK, check), (INCOMPLETE, incomplete)]


def _forward(group: Group, following: str, undo: str) -> State:
    leads: State = {"Catch": caught(undo, "$.failure"), "ResultPath": None, "Next": following}
    if len(group) == 1:
        return _task(group[0]) | leads
    branches = [
        {
            "StartAt": title(step["name"]),
            "States": {title(step["name"]): _task(step) | {"End": True}},
        }
        for step in group
    ]
    return {"Type": "Parallel", "Branches": branches} | leads


def _task(step: Step) -> State:
    payload = step_payload(step["name"], step.get("input"))
    errors = [
        e for e in (*TRANSIENT, *step.get("retry_on", [])) if e not in step.get("ambiguous", [])
    ]
    task = function_task(step["function_arn"], payload, step.get("timeout_seconds", STEP_SECONDS))
    return task | {"Retry": [patient(), retries(errors, step.get("retry", {}), STEP_ATTEMPTS)]}


def _compensations(steps: Sequence[Step], recovering: bool = False) -> list[tuple[str, State]]:
    states: list[tuple[str, State]] = []
    for index, step in reversed(list(enumerate(steps))):
        if "compensation_name" not in step:
            continue
        name = step["compensation_name"]
        payload = step_payload(name, step.get("input")) | {"failure.$": "$.failure"}
        seconds = step.get("timeout_seconds", STEP_SECONDS)
        task = function_task(step["compensation_arn"], payload, seconds)
        task |= {"Retry": persistent()}
        if not recovering:
            task["Catch"] = caught(ATTENTION, "$.attention")
        task |= {"ResultPath": None, "Next": _first_undo(steps[:index], recovering)}
        states.append((("Recover" if recovering else "") + title(name), task))
    return states
