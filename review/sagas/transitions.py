"""How many transitions an execution takes that succeeds, and what a million of them costs. Pure.

A state that is entered is a transition, and so is a retry
(https://aws.amazon.com/step-functions/pricing/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from planning.bill import USUAL_END
from planning.prices import MILLION, TRANSITION
from planning.unit_counts import Bill, Counts
from policy.rules.states_language import caught_states, inner_definitions, next_states
from review.sagas.machines import Machine

RETRIES = "(retries)"
"""Under this name the counts have a state that was entered again."""


@dataclass(frozen=True)
class Transitions:
    """Of the shortest and of the longest path; ``most`` is None where a path may go in circles."""

    fewest: int
    most: int | None
    counted: bool = False
    """Whether an order was run and its transitions counted."""
    each_item: bool = False
    """Whether a Map state is on the way, whose states are entered for each item: counted once."""

    def __str__(self) -> str:
        if self.most == self.fewest:
            return f"{self.fewest}"
        return f"{self.fewest} to {self.most}" if self.most else f"{self.fewest} or more"

    @property
    def dollars(self) -> str:
        """Of a million executions."""
        costs = [f"${TRANSITION.cost(n * MILLION):,.0f}" for n in (self.fewest, self.most) if n]
        return " to ".join(dict.fromkeys(costs)) + ("" if self.most else " or more")


def of_success(machine: Machine, counts: Counts | None) -> Transitions | None:
    """Of an execution that succeeds without a retry; None where no path ends so."""
    counted = counted_outcomes(machine, counts).get(USUAL_END)
    return counted or _walked(machine.definition)


def counted_outcomes(machine: Machine, counts: Counts | None) -> dict[str, Transitions]:
    """Those of each outcome that was counted, if its way is one through this definition."""
    orders = counts.orders if counts else {}
    if is_outdated(machine, counts):
        return {}
    return {
        outcome: Transitions(int(bill.transitions), int(bill.transitions), counted=True)
        for outcome, bill in orders.items()
        if _is_way(machine, bill)
    }


def is_outdated(machine: Machine, counts: Counts | None) -> bool:
    """Whether the counts know states of the machine, but their way is none through it."""
    usual = counts.orders.get(USUAL_END) if counts else None
    if usual is None or usual.states.keys().isdisjoint(machine.states):
        return False
    return not _is_way(machine, usual)


def _is_way(machine: Machine, bill: Bill) -> bool:
    """Whether an execution can enter the counted states, one after the other, and then ends.

    They are counted in the order in which they were entered; those inside of others beside them.
    """
    names = [name for name in bill.states if name != RETRIES]
    states = machine.definition.get("States", {})
    way = [name for name in names if name in states]
    if not way or not machine.states.keys() >= {*names}:
        return False
    starts, ends = way[0] == machine.definition["StartAt"], not next_states(states[way[-1]])
    steps = pairwise(way)
    return starts and ends and all(
        then in (*next_states(states[name]), *caught_states(states[name])) for name, then in steps
    )  # fmt: skip


def _walked(definition: Mapping[str, Any]) -> Transitions | None:
    states = definition.get("States", {})
    known: dict[str, Transitions | None] = {}

    def from_(name: str, on_the_way: frozenset[str]) -> Transitions | None:
        if name in on_the_way:  # a circle: it may be gone round again
            return Transitions(MILLION, None)
        if name not in known:
            state = states.get(name)
            if state is None or state.get("Type") == "Fail":
                return None
            ways = [from_(one, on_the_way | {name}) for one in next_states(state)]
            found = _added(_entered(state), _joined(ways) if ways else Transitions(0, 0))
            if found is None or found.most is not None:
                known[name] = found
            return found
        return known[name]

    found = from_(str(definition.get("StartAt")), frozenset())
    return None if found is None or found.fewest >= MILLION else found


def _entered(state: Mapping[str, Any]) -> Transitions | None:
    """The state itself, and what runs inside of it: all branches of it."""
    found: Transitions | None = Transitions(1, 1, each_item=state.get("Type") == "Map")
    for inner in inner_definitions(dict(state)):
        found = _added(found, _walked(inner))
    return found


def _joined(ways: list[Transitions | None]) -> Transitions | None:
    succeed = [way for way in ways if way is not None]
    if not succeed:
        return None
    most = [way.most for way in succeed if way.most is not None]
    return Transitions(
        min(way.fewest for way in succeed),
        max(most) if len(most) == len(succeed) else None,
        each_item=any(way.each_item for way in succeed),
    )


def _added(one: Transitions | None, other: Transitions | None) -> Transitions | None:
    if one is None or other is None:
        return None
    most = None if one.most is None or other.most is None else one.most + other.most
    return Transitions(one.fewest + other.fewest, most, each_item=one.each_item or other.each_item)
