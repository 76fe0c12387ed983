"""When an order counts as settled, held against the real saga under every single fault."""

from __future__ import annotations

from typing import Any

import pytest

from contract.orders import NOTIFYING_STATES
from operations.stored_order import StoredOrder
from tests.saga.enumeration import Case, single_faults
from tests.saga.invariants import order_item, wrong_books
from tests.saga.scenarios import PUSH, SCENARIOS, definition
from tests.saga.world import World, handlers_on

MACHINE = definition()


def stopped(case: Case) -> World:
    """The case's run up to where it stops: nothing is redriven, late calls come in."""
    world = World(case.scenario, dict(case.faults), MACHINE, case.until)
    with handlers_on(world.store):
        world.execution.start({"order": world.order.to_payload()})
        world.finish()
    return world


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_books_of_an_order_that_counts_as_settled_are_exact_wherever_its_saga_stopped(
    scenario: str,
) -> None:
    wrong, settled, unsettled = {}, 0, 0
    for case in single_faults(scenario, MACHINE):
        world = stopped(case)
        if world.execution.status == "SUCCEEDED":
            continue
        item = order_item(world)
        if StoredOrder(item["status"], item.get("resolvedAs")).settled:
            settled += 1
            if found := list(wrong_books(world)):
                wrong[str(case)] = found
        else:
            unsettled += 1
    assert wrong == {}
    assert settled, "no saga stopped behind its commit: this proves nothing"
    assert unsettled, "no saga stopped before its commit: this proves nothing"


def test_the_states_that_notify_are_known_by_their_names() -> None:
    def notifies(state: dict[str, Any]) -> bool:
        parameters = state.get("Parameters", {})
        return parameters.get("FunctionName") == PUSH or "QueueUrl" in parameters

    notifying = {name for name, state in MACHINE["States"].items() if notifies(state)}
    assert notifying == set(NOTIFYING_STATES)


@pytest.mark.parametrize(
    ("order", "settled", "said"),
    [
        (StoredOrder("PENDING"), False, "PENDING"),
        (StoredOrder("NEEDS_ATTENTION"), False, "NEEDS_ATTENTION"),
        (StoredOrder("A_STATUS_OF_LATER"), False, "A_STATUS_OF_LATER"),
        (StoredOrder("NEEDS_ATTENTION", "DECLINED"), True, "NEEDS_ATTENTION, resolved as DECLINED"),
        (StoredOrder("FINALIZED"), True, "FINALIZED"),
        (StoredOrder("REFUNDED"), True, "REFUNDED"),
        (StoredOrder("DECLINED"), True, "DECLINED"),
    ],
)
def test_what_is_settled_and_what_is_not(order: StoredOrder, settled: bool, said: str) -> None:
    assert (order.settled, str(order)) == (settled, said)
