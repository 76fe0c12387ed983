"""Whatever fails, wherever: money and stock are exact, the buyer hears once, nothing is silent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.saga.enumeration import Case, run, single_faults
from tests.saga.faults import AT_CALL, AT_INVOCATION, Fault, Place
from tests.saga.scenarios import SCENARIOS, definition

MACHINE = definition()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_single_fault_at_any_place_violates_anything(scenario: str) -> None:
    cases = list(single_faults(scenario, MACHINE))
    wrong = {str(case): found for case in cases if (found := run(case, MACHINE)[1])}

    assert len(cases) > 100
    assert wrong == {}


@st.composite
def storms(draw: Any) -> Case:
    """Up to six faults at any places; those that a run does not come by never happen."""
    scenario = draw(st.sampled_from(sorted(SCENARIOS)))
    plan: dict[Place, Fault] = {}
    for _ in range(draw(st.integers(2, 6))):
        invocation, call = draw(st.integers(0, 14)), draw(st.integers(-1, 5))
        if call < 0:
            fault = draw(st.sampled_from([*AT_INVOCATION, Fault.TASK_DOWN]))
        else:
            fault = draw(st.sampled_from([*AT_CALL, Fault.HANGS_UNTIL]))
        plan[Place(invocation, call)] = fault
    until = Place(draw(st.integers(1, 16)), draw(st.integers(0, 5)))
    return Case(scenario, tuple(sorted(plan.items())), until)


@settings(
    max_examples=150, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(storms())
def test_no_storm_of_faults_violates_anything(case: Case) -> None:
    assert run(case, MACHINE)[1] == []
