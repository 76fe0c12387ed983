"""The figure of an order's cost: the walk of a state machine, and its rows."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.figures.order_cost import logs, money, transitions
from benchmarks.sagas.published import PUBLISHED
from benchmarks.sagas.state_walk import entered
from planning import unit_counts
from tests.saga.scenarios import definition

COUNTS = unit_counts.load()
GRAPH: dict[str, Any] = {
    "StartAt": "One",
    "States": {
        "One": {"Type": "Task", "Next": "Two", "Catch": [{"Next": "Sorry"}]},
        "Two": {"Type": "Task", "Next": "Which", "Catch": [{"Next": "UndoOne"}, {"Next": "Sorry"}]},
        "Which": {"Type": "Choice", "Choices": [{"Next": "Sorry"}], "Default": "Done"},
        "UndoOne": {"Type": "Task", "Next": "Sorry"},
        "Done": {"Type": "Task", "End": True},
        "Sorry": {"Type": "Fail"},
    },
}


def test_the_walk_follows_the_machine() -> None:
    assert entered(GRAPH) == ["One", "Two", "Which", "Done"]


def test_a_failing_task_leads_to_its_first_catcher() -> None:
    assert entered(GRAPH, ["Two"]) == ["One", "Two", "UndoOne", "Sorry"]


@pytest.mark.parametrize(
    ("failing", "said"), [("Three", "no such state: Three"), ("Done", "Done catches nothing")]
)
def test_a_failure_that_cannot_be_followed_is_refused(failing: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        entered(GRAPH, [failing])


def test_a_machine_that_does_not_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no end after"):
        entered({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}})


def test_the_walk_counts_our_own_saga_as_the_interpreter_does() -> None:
    machine = definition()

    for failing, end in (([], "FINALIZED"), (["ReserveStock"], "REFUNDED, out of stock")):
        assert len(entered(machine, failing)) == COUNTS.orders[end].transitions


def test_each_published_saga_is_named_with_its_commit() -> None:
    for saga in PUBLISHED:
        assert saga.repository.startswith("https://github.com/")
        assert len(saga.commit) == 40
        assert saga.last_step_fails > saga.succeeds > 0


def test_an_order_takes_no_more_transitions_than_the_published_sagas() -> None:
    rows = list(transitions(COUNTS))

    assert [(row.ours, row.peer) for row in rows] == [(4, 5), (4, 7), (6, 7), (6, 8)]
    assert all(row.met for row in rows)


def test_every_end_of_an_order_has_a_row_with_its_units() -> None:
    rows = list(money(COUNTS))

    assert len(rows) == len(COUNTS.orders)
    assert "4 transitions, 7 invocations" in rows[0].note
    assert logs(COUNTS).met
