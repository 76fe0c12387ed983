"""What each outcome costs: the number of states that its execution enters."""

from __future__ import annotations

import re

import pytest

from tests.saga.faults import Fault, Place
from tests.saga.interpreter import Execution
from tests.saga.scenarios import definition
from tests.saga.world import World, handlers_on
from tests.support.repository import REPO_ROOT

COSTS = REPO_ROOT / "docs" / "costs.md"
DOLLARS_PER_MILLION = 25
OUTCOMES: dict[str, tuple[str, dict[Place, Fault], int]] = {
    "FINALIZED": ("pays, in stock", {}, 4),
    "DECLINED": ("is declined", {}, 4),
    "REFUNDED, out of stock": ("pays, out of stock", {}, 6),
    "REFUNDED, the charge timed out": ("charge times out, taken", {}, 4),
    "REFUNDED, the commit was refused": ("is not the order that was stored", {}, 9),
    "NEEDS_ATTENTION, the refund was broken, mended and redriven": (
        "pays, out of stock", {Place(3, -1): Fault.DOWN}, 48),
}  # fmt: skip


def execution(scenario: str, plan: dict[Place, Fault]) -> Execution:
    world = World(scenario, plan, definition())
    with handlers_on(world.store):
        world.run()
        if world.execution.status == "FAILED":
            world.mend_and_redrive()
        return world.execution


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_outcome_takes_exactly_this_many_transitions(outcome: str) -> None:
    scenario, plan, transitions = OUTCOMES[outcome]
    assert execution(scenario, plan).transitions == transitions


def test_a_retry_is_one_transition_more() -> None:
    lost = {Place(0, -1): Fault.LOST_RETRIED}
    assert execution("pays, in stock", lost).transitions == 5


def test_the_page_of_costs_says_the_same() -> None:
    rows = re.findall(r"^\| (.+?) \| (\d+) \| \$(\d+) \|", COSTS.read_text(), re.MULTILINE)
    stated = {name: (int(count), int(price)) for name, count, price in rows}
    due = {name: (n, n * DOLLARS_PER_MILLION) for name, (_, _, n) in OUTCOMES.items()}
    assert stated == due
