"""How many transitions an execution takes: walked, or counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning import unit_counts
from review.sagas.machines import Machine, machines
from review.sagas.transitions import Transitions, counted_outcomes, is_outdated, of_success
from tests.support.sides import stage_side


def machine(states: dict[str, Any], start: str = "A") -> Machine:
    definition = {"StartAt": start, "States": states}
    return Machine("urn:pulumi:dev::shop::sale", definition, states)


def choice(*targets: str) -> dict[str, Any]:
    return {"Type": "Choice", "Choices": [{"Next": one} for one in targets]}


PASS, END = {"Type": "Pass"}, {"Type": "Pass", "End": True}
FAIL, DONE = {"Type": "Fail"}, {"Type": "Succeed"}
INNER = {"StartAt": "X", "States": {"X": {**PASS, "Next": "Y"}, "Y": END}}
WALKS: dict[str, tuple[dict[str, Any], Transitions | None, str, str]] = {
    "one state": ({"A": END}, Transitions(1, 1), "1", "$25"),
    "a Succeed state is a state": (
        {"A": {**PASS, "Next": "B"}, "B": DONE}, Transitions(2, 2), "2", "$50"),
    "a choice has a range": (
        {"A": choice("B", "C"), "B": {**PASS, "Next": "C"}, "C": END},
        Transitions(2, 3), "2 to 3", "$50 to $75"),
    "a way that fails is none": ({"A": choice("B", "C"), "B": FAIL, "C": END},
                                 Transitions(2, 2), "2", "$50"),
    "a circle has no end": (
        {"A": {**PASS, "Next": "B"}, "B": choice("A", "C"), "C": END},
        Transitions(3, None), "3 or more", "$75 or more"),
    "all branches are entered": (
        {"A": {"Type": "Parallel", "Branches": [INNER, INNER], "End": True}},
        Transitions(5, 5), "5", "$125"),
    "a Map counts one item": (
        {"A": {"Type": "Map", "ItemProcessor": INNER, "End": True}},
        Transitions(3, 3, each_item=True), "3", "$75"),
    "a branch that can only fail": (
        {"A": {"Type": "Parallel", "Branches": [{"StartAt": "X", "States": {"X": FAIL}}],
               "End": True}}, None, "", ""),
    "no way that succeeds": ({"A": {**PASS, "Next": "B"}, "B": FAIL}, None, "", ""),
    "only a circle": ({"A": {**PASS, "Next": "A"}}, None, "", ""),
    "a start that is not there": ({"B": END}, None, "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WALKS)
def test_the_way_that_succeeds_is_walked(name: str) -> None:
    states, expected, words, dollars = WALKS[name]
    found = of_success(machine(states), None)

    assert found == expected
    assert found is None or (str(found), found.dollars) == (words, dollars)


def ways(states: dict[str, Any], name: str) -> Iterator[int]:
    """The length of each way to the end, one by one."""
    state = states[name]
    if state["Type"] == "Fail":
        return
    targets = [one["Next"] for one in state.get("Choices", [])] or [state.get("Next")]
    for target in targets:
        yield from [1] if target is None else (1 + length for length in ways(states, target))


@st.composite
def forward_states(draw: st.DrawFn) -> dict[str, Any]:
    """States that only lead to later ones: every way ends."""
    names = [chr(ord("A") + n) for n in range(draw(st.integers(1, 7)))]
    states: dict[str, Any] = {}
    for n, name in enumerate(names):
        later = (
            draw(st.lists(st.sampled_from(names[n + 1 :]), max_size=3)) if names[n + 1 :] else []
        )
        last = draw(st.sampled_from((END, FAIL, DONE)))
        states[name] = (
            choice(*later) if len(later) > 1 else {**PASS, "Next": later[0]} if later else last
        )
    return states


@given(forward_states())
@settings(max_examples=150, deadline=None)
def test_shortest_and_longest_way_are_those_of_all_ways(states: dict[str, Any]) -> None:
    lengths = [*ways(states, "A")]
    found = of_success(machine(states), None)

    assert (found and (found.fewest, found.most)) == (
        (min(lengths), max(lengths)) if lengths else None
    )


def test_our_saga_walked_is_our_saga_counted() -> None:
    (ours,) = machines(stage_side("dev").record).values()
    counts = unit_counts.load()

    assert of_success(ours, counts) == Transitions(4, 4, counted=True)
    assert of_success(ours, None) == Transitions(4, 4)
    assert {name: one.fewest for name, one in counted_outcomes(ours, counts).items()} == {
        name: bill.transitions for name, bill in counts.orders.items()
    }


def test_counts_of_another_saga_are_not_this_ones() -> None:
    assert counted_outcomes(machine({"A": END}), unit_counts.load()) == {}


def ours(change: Callable[[dict[str, Any]], object]) -> Machine:
    """Our saga with other states."""
    (machine_,) = machines(stage_side("dev").record).values()
    definition = deepcopy(dict(machine_.definition))
    change(definition["States"])
    return replace(machine_, definition=definition, states=definition["States"])


def test_a_count_holds_only_while_its_states_are_a_way_through_the_definition() -> None:
    counts = unit_counts.load()
    step = ours(lambda states: [
        states.update(Check={**states["ReserveStock"], "Next": "ReserveStock"}),
        states["ChargePayment"].update(Next="Check"),
    ])  # fmt: skip
    fewer = ours(lambda states: [
        states["ChargePayment"].update(Next="ConfirmOrder"), states.pop("ReserveStock")
    ])  # fmt: skip

    assert of_success(step, counts) == Transitions(5, 5)
    assert of_success(fewer, counts) == Transitions(3, 3)
    assert is_outdated(step, counts)
    assert is_outdated(fewer, counts)
    assert not is_outdated(machine({"A": END}), counts)


def test_an_outcome_whose_own_way_has_changed_is_counted_no_longer() -> None:
    counts = unit_counts.load()
    other = ours(lambda states: states["ReleaseStock"].update(Next="CommitUndone"))

    assert of_success(other, counts) == Transitions(4, 4, counted=True)
    assert counted_outcomes(other, counts).keys() < counts.orders.keys()
