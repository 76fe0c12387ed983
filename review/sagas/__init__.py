"""The state machines that a change touches: their states, their price, what runs already. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from local.aws_provider import Kind, RecordedProgram, changes, name_of, renamed, renames
from planning.unit_counts import Counts
from review.sagas.machine_changes import machine_changes
from review.sagas.machines import Machine, machines
from review.sagas.prices import priced
from review.side import Side
from review.text.kinds import words_of
from review.text.markdown import code, counted
from review.text.section import Section

TITLE = "Sagas"
# "Running executions will continue to use the previous definition and roleArn."
UPDATE = (
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html"
)
# "Redriven executions use the same state machine definition […] as the original execution attempt."
REDRIVE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html"
# "On the next state transition, the state machine's executions are terminated."
DELETE = (
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html"
)
KEEPS = (
    f"Executions that run already end by the [old definition and role]({UPDATE}), and so they do "
    f"when they are [redriven]({REDRIVE})."
)
ENDS = f"its executions that run are [ended at their next transition]({DELETE})"


@dataclass(frozen=True)
class _Program:
    """One side, as far as sagas go."""

    record: RecordedProgram
    counts: Counts | None


def sagas(before: Side | None, after: Side | None) -> Section:
    """For each machine that changes: its price, its states, and what becomes of what runs."""
    old, new = (
        _Program(side.record if side else RecordedProgram({}), side.counts if side else None)
        for side in (before, after)
    )
    old = _Program(renamed(old.record, renames(old.record, new.record)), old.counts)
    were, are = machines(old.record), machines(new.record)
    replaced = _replaced(old, new) if were and are else frozenset()
    lines: list[str] = []
    touched = []
    for urn in sorted({*were, *are}):
        told = [*_told(were.get(urn), are.get(urn), old, new, is_new=urn in replaced)]
        if told:
            touched.append(urn)
            lines.append(f"- {told[0].format(name=f'state machine {code(name_of(urn))}')}")
            lines += [f"  - {line}" for line in told[1:]]
    kept = were.keys() & are.keys() & {*touched} - replaced
    if any(were[urn].definition != are[urn].definition for urn in kept):
        lines.append(f"- {KEEPS}")
    return Section(TITLE, tuple(lines), counted(len(touched), "saga") if touched else "")


def _told(
    was: Machine | None, now: Machine | None, old: _Program, new: _Program, *, is_new: bool
) -> Iterator[str]:
    prices = [*priced(was, now, old.counts, new.counts)]
    if was is None and now is not None:
        yield "new {name}"
        yield from prices
        return
    if now is None or was is None:
        yield f"**deleted** {{name}}: {ENDS}"
        return
    changed = [*machine_changes(was, now)]
    if was.is_standard != now.is_standard:
        changed.insert(0, "another type of workflow")
    if is_new:
        yield f"**replaced** {{name}}: {ENDS}"
    elif changed:
        yield "updated {name}"
    elif any("→" in line for line in prices):
        yield "{name}: the same definition, counted otherwise"
    else:
        return
    yield from prices
    yield from changed
    if changed and not is_new:
        yield from _missed(was, old.record, new.record)


def _replaced(old: _Program, new: _Program) -> frozenset[str]:
    found = changes(old.record, new.record)
    return frozenset(one.urn for one in found if one.kind is Kind.REPLACE)


def _missed(machine: Machine, old: RecordedProgram, new: RecordedProgram) -> Iterator[str]:
    """What the old definition still calls, and the change deletes."""
    text = " ".join(re.findall(r"\{([\w.-]+)\}", str(machine.definition)))
    for urn in sorted(old.resources.keys() - new.resources.keys()):
        if name_of(urn) in text.split():
            what = words_of(urn, old.resources[urn].type)
            yield f"**what runs already still calls** {what}, which the change deletes"
