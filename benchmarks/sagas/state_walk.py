"""Counts the states that an execution enters, from a state machine in Amazon States Language. Pure.

What a task does is not known, so the walk is told which tasks fail. Everything else follows from
the machine: ``Next``, the first rule of ``Catch``, and where it ends. Retries are left out on both
sides: each is one transition more, whoever wrote the machine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

ENDS = ("Succeed", "Fail")
MOST_STATES = 1_000


def entered(machine: Mapping[str, Any], failing: Collection[str] = ()) -> list[str]:
    """The states in the order in which they are entered, when the named tasks fail.

    A state of the kind Choice takes its default. ``ValueError`` for a name that is not there, for
    a failing task that catches nothing, and for a machine that does not end.
    """
    states = machine["States"]
    unknown = set(failing) - set(states)
    if unknown:
        raise ValueError(f"no such state: {', '.join(sorted(unknown))}")
    found: list[str] = []
    name = machine["StartAt"]
    while name is not None:
        found.append(name)
        if len(found) > MOST_STATES:
            raise ValueError(f"no end after {MOST_STATES} states")
        name = _following(name, states[name], name in failing)
    return found


def _following(name: str, state: Mapping[str, Any], fails: bool) -> str | None:
    if fails:
        if not state.get("Catch"):
            raise ValueError(f"{name} catches nothing: the execution ends there")
        return str(state["Catch"][0]["Next"])
    if state["Type"] in ENDS or state.get("End"):
        return None
    following = state.get("Next", state.get("Default"))
    return None if following is None else str(following)
