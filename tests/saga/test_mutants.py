"""The invariants notice each guard that is deliberately broken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import pytest

from tests.saga.enumeration import Case, run, single_faults
from tests.saga.enumeration import with_one_more as one_more
from tests.saga.faults import Fault
from tests.saga.mutants import DOOR_MUTANTS, MUTANTS, living
from tests.saga.scenarios import SCENARIOS, definition
from tests.saga.shop_door import VISITS, ShopDoor, with_one_more
from tests.saga.shop_door import single_faults as single_faults_at_the_door


def violated() -> Iterator[str]:
    """All violations under single faults, with the functions as they are now."""
    machine = definition()
    for scenario in SCENARIOS:  # few, and what several failing compensations need
        trace, _ = run(Case(scenario), machine)
        for case in one_more(Case(scenario), trace):
            if case.faults[0][1] is Fault.DOWN:
                yield from run(case, machine)[1]
    each = [single_faults(scenario, machine) for scenario in SCENARIOS]
    for cases in zip_longest(*each):  # the scenarios in turn: no mutant waits for the last one
        for case in filter(None, cases):
            yield from run(case, machine)[1]


@pytest.mark.parametrize("guard", MUTANTS)
def test_a_broken_guard_is_caught(guard: str) -> None:
    with living(MUTANTS[guard]):
        assert next(violated(), None) is not None


def door_violated() -> Iterator[str]:
    """All violations on the ways into the saga and out of it."""
    for visit in VISITS.values():
        for plan in single_faults_at_the_door(visit):
            yield from ShopDoor(visit, plan).run().wrong
    late = VISITS["one order, the stream stalls"]  # the stream matters if the door's start failed
    for plan in single_faults_at_the_door(late):
        for pair in with_one_more(late, plan):
            yield from ShopDoor(late, pair).run().wrong


@pytest.mark.parametrize("guard", DOOR_MUTANTS)
def test_a_broken_guard_at_the_door_is_caught(guard: str) -> None:
    with living(DOOR_MUTANTS[guard]):
        assert next(door_violated(), None) is not None


def test_a_mutant_is_gone_afterwards() -> None:
    with living(MUTANTS["the step that failed is not compensated itself"]):
        broken = definition()
    assert broken != definition()
