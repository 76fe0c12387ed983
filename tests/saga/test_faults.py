"""Under every fault, money and stock are exact, the buyer hears once, and failures are visible."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.saga.enumeration import Case, run, single_faults, with_one_more
from tests.saga.faults import Fault, Place
from tests.saga.scenarios import QUEUE, SCENARIOS, TOGETHER, definition
from tests.saga.world import World, handlers_on

MACHINE = definition()
MACHINES = {"one after the other": MACHINE, "together": definition(TOGETHER)}


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("steps", MACHINES)
def test_no_single_fault_violates_an_invariant(steps: str, scenario: str) -> None:
    machine = MACHINES[steps]
    cases = list(single_faults(scenario, machine))
    wrong = {str(case): found for case in cases if (found := run(case, machine)[1])}

    assert len(cases) > 100
    assert wrong == {}


def test_a_call_for_attention_that_the_queue_refused_is_repeated_at_the_end() -> None:
    scenario, refund = "pays, out of stock", Place(3, -1)
    stuck = Case(scenario, ((refund, Fault.GIVEN_UP),))
    (report,) = [place for place in run(stuck, MACHINE)[0] if place.what == QUEUE]
    world = World(scenario, {refund: Fault.GIVEN_UP, report: Fault.GIVEN_UP}, MACHINE)

    with handlers_on(world.store):
        world.run()

    assert world.execution.status == "SUCCEEDED"
    assert "ReportLate" in world.execution.entered
    (message,) = world.messages
    assert (message["kind"], message["order"]["orderId"]) == ("needs-attention", "ord-1")


@st.composite
def storms(draw: Any) -> Case:
    """Three to six faults, each at a place that a run with the earlier faults reaches."""
    case = Case(draw(st.sampled_from(sorted(SCENARIOS))))
    for _ in range(draw(st.integers(3, 6))):
        options = list(with_one_more(case, run(case, MACHINE)[0]))
        if not options:
            break
        case = draw(st.sampled_from(options))
    return case


@settings(
    max_examples=150, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(storms())
def test_no_combination_of_many_faults_violates_an_invariant(case: Case) -> None:
    assert run(case, MACHINE)[1] == []
