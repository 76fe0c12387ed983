"""The invariants notice each guard that is deliberately broken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import pytest

from tests.saga.enumeration import run, single_faults
from tests.saga.mutants import MUTANTS, living
from tests.saga.scenarios import SCENARIOS, definition


def violated() -> Iterator[str]:
    """All violations under single faults, with the functions as they are now."""
    machine = definition()
    each = [single_faults(scenario, machine) for scenario in SCENARIOS]
    for cases in zip_longest(*each):  # the scenarios in turn: no mutant waits for the last one
        for case in filter(None, cases):
            yield from run(case, machine)[1]


@pytest.mark.parametrize("guard", MUTANTS)
def test_a_broken_guard_is_caught(guard: str) -> None:
    with living(MUTANTS[guard]):
        assert next(violated(), None) is not None


def test_a_mutant_is_gone_afterwards() -> None:
    with living(MUTANTS["the step that failed is not compensated itself"]):
        broken = definition()
    assert broken != definition()
