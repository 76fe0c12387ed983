"""Under every fault, money and stock are exact, the buyer hears once, and failures are visible."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.saga.enumeration import Case, run, single_faults, with_one_more
from tests.saga.faults import Fault, Place
from tests.saga.invariants import wrong_books
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


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_functions_metrics_are_not_printed_among_the_cases(
    scenario: str, capfd: pytest.CaptureFixture[str]
) -> None:
    run(Case(scenario), MACHINE)

    assert capfd.readouterr() == ("", "")


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


@pytest.mark.parametrize("steps", MACHINES)
@pytest.mark.parametrize(("broken", "works"), [("release_stock", "RefundPayment"),
                                               ("refund_payment", "ReleaseStock")])  # fmt: skip
def test_a_broken_compensation_is_reported_by_name_with_what_was_undone(
    steps: str, broken: str, works: str
) -> None:
    scenario, machine = "is not the order that was stored", MACHINES[steps]
    (undo,) = [place for place in run(Case(scenario), machine)[0]
               if place.what == broken and place.call < 0]  # fmt: skip
    world = World(scenario, {undo: Fault.DOWN}, machine)

    with handlers_on(world.store):
        world.run()

    (message,) = world.messages
    fails = "ReleaseStock" if works == "RefundPayment" else "RefundPayment"
    assert message["undoing"] == {fails: {"Error": "Lambda.Unknown"}, works: {"undone": True}}
    assert message["failure"]["Error"] == "OutcomeRefused"


def test_a_deleted_product_holds_neither_the_money_nor_the_other_lines_units() -> None:
    world = World("is not the order that was stored", {}, MACHINE)
    products, invoke = world.store.tables["products"], world.invoke

    def delete_then_invoke(function: str, payload: dict[str, Any]) -> Any:
        if function == "release_stock" and not world.messages:
            products.pop(("mug",), None)
        return invoke(function, payload)

    world.invoke = delete_then_invoke  # type: ignore[method-assign]
    with handlers_on(world.store):
        world.run()
        assert world.execution.status == "FAILED"
        assert products[("lamp",)]["stock"] == 5
        ledger = world.store.tables["payments"]
        assert {key[1]: entry["amountMinor"] for key, entry in ledger.items()} == {
            "charge": world.order.amount_minor, "refund": world.order.amount_minor
        }  # fmt: skip
        (message,) = world.messages
        assert message["undoing"] == {
            "ReleaseStock": {"Error": "ProductGoneError"}, "RefundPayment": {"undone": True}
        }  # fmt: skip
        assert "to give units back to: mug" in message["attention"]["Cause"]
        products[("mug",)] = {"productId": "mug", "stock": 0}
        world.mend_and_redrive()
        assert world.execution.status == "SUCCEEDED"
        assert list(wrong_books(world)) == []


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
