"""Steps as data -> Amazon States Language. Pure.

Shape of the machine, for steps with compensations A/a and B/b and the commit C::

    A -> B -> C (commits FINALIZED) -> NotifyFinalized
    A or B fails       -> (its own compensation) -> earlier ones, in reverse -> CommitUndone
                          (the outcome function names the status) -> NotifyUndone
    C fails            -> FenceFinalize -> FINALIZED after all? -> NotifyFinalized
                                        -> fenced off: b -> a -> CommitUndone -> NotifyUndone
    b fails for good   -> NoteB -> AlsoA -> ReportAttention
    a task of the undoing fails for good
                       -> (Note…) -> ReportAttention (queue) -> CommitNeedsAttention
                       -> NotifyNeedsAttention -> RecoverFenceFinalize
                       -> RecoverTogether (b and a, side by side) -> CommitResolved
                       -> (ReportLate, if ReportAttention failed) -> NotifyResolved

A step that failed is compensated too: a time-out does not tell whether the step took effect. The
recovery runs the compensations again and catches nothing. The execution then fails in what is
broken, so a redrive repeats that and goes on. See docs/adr/0002-pivot.md and 0006-stuck-sagas.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from components.saga.end_states import EndStates
from components.saga.order_size import fill_first, tasks
from components.saga.retries import AWS_ERRORS
from components.saga.state_names import INPUT_INCOMPLETE, state_name
from components.saga.step_states import (
    compensations,
    first_compensation,
    first_recovery,
    forward,
    ids_check,
    input_check,
    name_of_group,
    recovery,
)
from components.saga.steps import STEPS, SagaTargets, Step, grouped
from components.saga.task_states import Definition, State
from contract.orders import REFUNDED


def build_definition(steps: Sequence[Step], targets: SagaTargets) -> Definition:
    """The state machine of the steps. Input of an execution: ``{"order": {...}}``.

    Neighbours with the same ``parallel_group`` run in parallel.
    """
    groups = grouped(steps)
    arns = targets.function_arns
    states: list[tuple[str, State]] = [*input_check(groups)]
    if targets.keeps_orders:
        states = [*ids_check(states[0][0] if states else name_of_group(groups[0])), *states]
    for index, group in enumerate(groups):
        more = groups[index + 1 :]
        following = name_of_group(more[0]) if more else state_name(targets.commit_name)
        started = [step for group in groups[: index + 1] for step in group]
        states.append(
            (name_of_group(group), forward(group, following, first_compensation(started), arns))
        )
    ends = EndStates(targets, _declared_errors(steps))
    states += ends.finalized(first_compensation(steps))
    states += compensations(steps, arns)
    states += ends.undone()
    states += ends.attention()
    states += ends.recovery_decision(first_recovery(steps))
    states += recovery(steps, arns)
    states += ends.resolved()
    definition: Definition = {
        "Comment": "Saga: " + " -> ".join(name_of_group(group) for group in groups),
        "StartAt": states[0][0],
        "States": _unique(states),
    }
    first = definition["States"][name_of_group(groups[0])]
    alone: Definition = {"StartAt": "", "States": {"": first}}
    fill_first(definition, [*tasks(alone)])
    return definition


def _unique(states: Sequence[tuple[str, State]]) -> dict[str, State]:
    named: dict[str, State] = {}
    taken: set[str] = set()
    for name, state in states:
        inner = {inside for branch in state.get("Branches", []) for inside in branch["States"]}
        if not taken.isdisjoint({name, *inner}):
            raise STEPS.error(
                f"make two states called {name!r} (or a state within it would have the name of "
                "another): two steps, or a step and a state of the saga's own; rename the step"
            )
        named[name] = state
        taken |= {name, *inner}
    return named


def _declared_errors(steps: Sequence[Step]) -> dict[str, str]:
    """The errors that a buyer may read -> the status of an order that ended with one.

    The steps declare them. What Lambda and Step Functions raise tells a buyer nothing.
    """
    errors = {INPUT_INCOMPLETE: REFUNDED} if any(step.input for step in steps) else {}
    for step in steps:
        own = (error for error in step.ambiguous if error not in AWS_ERRORS)
        errors |= dict.fromkeys(own, REFUNDED)
    for step in steps:  # an error's status in one step counts for the whole saga
        errors |= step.business_errors or {}
    return errors
