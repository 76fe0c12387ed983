"""What Step Functions allows of a definition, checked before anything is created.

Source: Step Functions developer guide, "Service quotas" (checked 2026-11).
"""

from __future__ import annotations

import json

from components.building_blocks.args_errors import Place
from components.saga.task_states import Definition, State

MAX_DEFINITION_BYTES = 1024 * 1024
MAX_NAME_CHARACTERS = 80
MAX_HISTORY_EVENTS = 25_000

_ENTERED_AND_EXITED = 2
_TRY = 3  # TaskScheduled, TaskStarted, and how it ended
_PARALLEL = 4  # entered, started, ended, exited
_EXECUTION = 2  # ExecutionStarted, and how it ended


def check_limits(place: Place, definition: Definition) -> None:
    """Raise ``ArgsError`` with the limit that the definition exceeds, the value, and a way out."""
    for name in _names(definition):
        if len(name) > MAX_NAME_CHARACTERS:
            raise place.error(
                f"make a state called {name!r}, which has {len(name)} characters, allowed are "
                f"{MAX_NAME_CHARACTERS}; shorten the step's name (a parallel group's state is "
                "named after all its members)"
            )
    size = len(json.dumps(definition).encode())
    if size > MAX_DEFINITION_BYTES:
        raise place.error(
            f"make a definition of {size} bytes, Step Functions takes "
            f"{MAX_DEFINITION_BYTES}; declare fewer steps, or move some into a saga of their own"
        )
    events = worst_case_events(definition)
    if events > MAX_HISTORY_EVENTS:
        raise place.error(
            f"are too many: if every try failed, an execution would write {events} history "
            f"events and be ended at {MAX_HISTORY_EVENTS}, half-way; declare fewer steps or "
            "lower their retry.max_attempts"
        )


def worst_case_events(definition: Definition) -> int:
    """History events of the longest path through the states, with every retry used up.

    The states have no cycles, so each state is visited once.
    """
    states = definition["States"]
    longest: dict[str, int] = {}
    path = [definition["StartAt"]]
    while path:  # depth first without recursion: a saga may have thousands of states
        name = path[-1]
        unknown = [target for target in targets(states[name]) if target not in longest]
        if unknown:
            path.extend(unknown)
            continue
        after = max((longest[target] for target in targets(states[name])), default=0)
        longest[name] = _events(states[name]) + after
        path.pop()
    return _EXECUTION + longest[definition["StartAt"]]


def targets(state: State) -> list[str]:
    """The states that a state may lead to."""
    rules = [*state.get("Catch", []), *state.get("Choices", [])]
    found = [state.get("Next"), state.get("Default"), *(rule["Next"] for rule in rules)]
    return list(dict.fromkeys(target for target in found if target))


def _events(state: State) -> int:
    if state["Type"] == "Task":
        tries: int = 1 + sum(rule["MaxAttempts"] for rule in state.get("Retry", []))
        return _ENTERED_AND_EXITED + tries * _TRY
    if state["Type"] == "Parallel":
        inner = (_events(s) for branch in state["Branches"] for s in branch["States"].values())
        return _PARALLEL + sum(inner)
    return _ENTERED_AND_EXITED


def _names(definition: Definition) -> list[str]:
    names: list[str] = []
    for name, state in definition["States"].items():
        names.append(name)
        for branch in state.get("Branches", []):
            names.extend(_names(branch))
    return names
