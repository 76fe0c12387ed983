"""Steps as data -> Amazon States Language. Pure: strings in, a dict out.

Shape of the machine, for steps with compensations A/a and B/b and the commit C::

    A -> B -> C (commits FINALIZED) -> NotifyFinalized
    A or B fails       -> (its own compensation) -> earlier ones, in reverse -> CommitUndone
                          (the outcome function names the status) -> NotifyUndone
    C fails            -> FenceFinalize -> FINALIZED after all? -> NotifyFinalized
                                        -> fenced off: b -> a -> CommitUndone -> NotifyUndone
    anything of the undoing fails for good
                       -> ReportAttention (queue) -> CommitNeedsAttention -> NotifyNeedsAttention
                       -> RecoverFenceFinalize -> RecoverB -> RecoverA -> CommitResolved
                       -> (ReportLate, if the queue had not taken it) -> NotifyResolved

A step that failed is compensated too: a time-out does not tell whether it took effect. The
recovery is the undoing once more with nothing caught: the execution fails in the very task that
is broken, so a redrive repeats that task and goes on. See docs/adr/0002-pivot.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.saga.end_states import EndStates
from components.saga.resolved_steps import SagaTargets, Step, grouped
from components.saga.step_states import (
    compensations,
    first_compensation,
    forward,
    input_check,
    name_of_group,
)
from components.saga.task_states import State, state_name


def build_definition(steps: Sequence[Step], targets: SagaTargets) -> dict[str, Any]:
    """The state machine of the steps. Input of an execution: ``{"order": {...}}``.

    Neighbours with the same ``parallel_group`` run in parallel.
    """
    groups = grouped(steps)
    everything = [step for group in groups for step in group]
    states: list[tuple[str, State]] = [*input_check(groups)]
    for index, group in enumerate(groups):
        more = groups[index + 1 :]
        following = name_of_group(more[0]) if more else state_name(targets.commit_name)
        started = [step for group in groups[: index + 1] for step in group]
        states.append(
            (name_of_group(group), forward(group, following, first_compensation(started)))
        )
    ends = EndStates(targets, _business_errors(everything))
    states += ends.finalized(first_compensation(everything))
    states += compensations(everything)
    states += ends.undone()
    states += ends.attention()
    states += ends.recovery_decision(first_compensation(everything, recovering=True))
    states += compensations(everything, recovering=True)
    states += ends.resolved()
    return {
        "Comment": "Saga: " + " -> ".join(name_of_group(group) for group in groups),
        "StartAt": states[0][0],
        "States": _unique(states),
    }


def _unique(states: Sequence[tuple[str, State]]) -> dict[str, State]:
    named: dict[str, State] = {}
    taken: set[str] = set()
    for name, state in states:
        inner = {inside for branch in state.get("Branches", []) for inside in branch["States"]}
        if not taken.isdisjoint({name, *inner}):
            raise ValueError(
                f"two states would be called {name!r} (or one within it): two steps, or a step and "
                "a state of the saga's own; rename the step"
            )
        named[name] = state
        taken |= {name, *inner}
    return named


def _business_errors(steps: Sequence[Step]) -> dict[str, str]:
    return {
        error: status for step in steps for error, status in step.get("business_errors", {}).items()
    }
