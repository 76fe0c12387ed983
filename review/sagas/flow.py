"""States in the order in which an execution can enter them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy.rules.states_language import caught_states, inner_definitions, next_states


def in_flow(definition: Mapping[str, Any]) -> list[str]:
    """Every state by its name: where no state fails first, then what is left by catching.

    States inside of another stand behind it; those that nothing leads to come last.
    """
    states = definition.get("States", {})
    order: dict[str, None] = {}
    waiting = [*reversed(states), str(definition.get("StartAt"))]
    while waiting:
        name = waiting.pop()
        if name in order or name not in states:
            continue
        order[name] = None
        for inner in inner_definitions(states[name]):
            order |= dict.fromkeys(in_flow(inner))
        waiting += reversed([*next_states(states[name]), *caught_states(states[name])])
    return [*order]
