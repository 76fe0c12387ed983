"""All single faults and all pairs of faults: the cases, and what each run violates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.saga.faults import Fault, Place
from tests.saga.invariants import violations
from tests.saga.world import World, handlers_on


@dataclass(frozen=True)
class Case:
    """A scenario and the faults put into it."""

    scenario: str
    faults: tuple[tuple[Place, Fault], ...] = ()
    until: Place | None = None

    def __str__(self) -> str:
        what = "; ".join(f"{place}: {fault.value}" for place, fault in self.faults)
        until = f" (before {self.until})" if self.until else ""
        return f"{self.scenario} | {what or 'no fault'}{until}"


def run(case: Case, machine: Mapping[str, Any]) -> tuple[list[Place], list[str]]:
    """The places that the run reached, and what is wrong afterwards."""
    world = World(case.scenario, dict(case.faults), machine, case.until)
    with handlers_on(world.store):
        world.run()
        trace = list(world.trace)
        return trace, violations(world)


def with_one_more(case: Case, trace: list[Place]) -> Iterator[Case]:
    """The case with one more fault, each possible one, at each place after its own faults."""
    last = case.faults[-1][0] if case.faults else Place(-1, -1)
    for place in trace:
        if _behind(place, last):
            for fault in place.faults:
                yield Case(case.scenario, (*case.faults, (place, fault)))


def single_faults(scenario: str, machine: Mapping[str, Any]) -> Iterator[Case]:
    """No fault; each fault at each place; each timeout with each moment its call goes on."""
    trace, _ = run(Case(scenario), machine)
    yield Case(scenario)
    for case in with_one_more(Case(scenario), trace):
        yield case
        ((place, fault),) = case.faults
        if fault is Fault.HANGS_LONG:
            yield from _interleaved(Case(scenario, ((place, Fault.HANGS_UNTIL),)), machine)
            for second in _failed_retry(place, trace):
                faults = ((place, Fault.HANGS_UNTIL), second)
                yield from _interleaved(Case(scenario, faults), machine)


def _interleaved(case: Case, machine: Mapping[str, Any]) -> Iterator[Case]:
    """One case for each later call: the hanging call goes on just before it."""
    hanging = case.faults[0][0]
    trace, _ = run(case, machine)
    for later in trace:
        if later.call >= 0 and later.invocation > hanging.invocation:
            yield Case(case.scenario, case.faults, later)


def _failed_retry(hanging: Place, trace: list[Place]) -> Iterator[tuple[Place, Fault]]:
    """A retry follows a timeout. Let the retry fail, so that the saga gives up the step."""
    retry = hanging.invocation + 1
    (task,) = [p.what for p in trace if (p.invocation, p.call) == (hanging.invocation, -1)]
    if ":" in task:
        yield Place(retry, -1, task), Fault.TASK_DOWN
    else:
        yield Place(retry, 0), Fault.DIES_BEFORE_FINAL


def pairs(single: Case, machine: Mapping[str, Any]) -> Iterator[Case]:
    """The case with each possible second fault after its own."""
    if single.faults and single.until is None:
        yield from with_one_more(single, run(single, machine)[0])


def _behind(place: Place, last: Place) -> bool:
    """Whether ``place`` comes after ``last``. A whole invocation ends with its fault."""
    if last.call < 0:
        return place.invocation > last.invocation
    return (place.invocation, place.call) > (last.invocation, last.call)
