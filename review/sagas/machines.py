"""The state machines of a program, taken apart: every state by its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.aws_provider import RecordedProgram, RecordedResource, name_of
from policy.rules.states_language import inner_definitions, parsed_definition

STATE_MACHINE = "aws:sfn/stateMachine:StateMachine"
INNER = ("Branches", "ItemProcessor", "Iterator")
"""Fields that hold whole state machines: their states stand beside those around them."""
State = Mapping[str, Any]


@dataclass(frozen=True)
class Machine:
    """One state machine. Names of states are unique within it, those inside of others too."""

    urn: str
    definition: Mapping[str, Any]
    """Empty, if the text is no definition."""
    states: Mapping[str, State]
    """Each without the states inside of it."""
    is_standard: bool = True
    """Standard machines are billed by their transitions."""

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return name_of(self.urn)


def machines(record: RecordedProgram) -> dict[str, Machine]:
    """By URN."""
    return {
        urn: _machine(urn, resource)
        for urn, resource in sorted(record.resources.items())
        if resource.type == STATE_MACHINE
    }


def _machine(urn: str, resource: RecordedResource) -> Machine:
    parsed = parsed_definition(str(resource.inputs.get("definition", "")))
    definition = parsed if parsed is not None and _is_definition(parsed) else {}
    is_standard = resource.inputs.get("type") in (None, "STANDARD")
    return Machine(urn, definition, _states(definition), is_standard)


def _is_definition(value: object) -> bool:
    """Whether it has the shape of one. Step Functions refuses others."""
    if not isinstance(value, dict) or not isinstance(value.get("StartAt"), str):
        return False
    states = value.get("States")
    return isinstance(states, dict) and all(map(_is_state, states.values()))


def _is_state(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    rules = [value.get(key, []) for key in ("Choices", "Retry", "Catch", "Branches")]
    if not all(isinstance(one, list) and all(map(_is_rule, one)) for one in rules):
        return False
    return _is_rule(value) and all(map(_is_definition, inner_definitions(value)))


def _is_rule(value: object) -> bool:
    """Whether what it leads to are names, and what it is about is a list of them."""
    if not isinstance(value, dict):
        return False
    names = [value.get("Next"), value.get("Default"), *_list(value.get("ErrorEquals", []))]
    return all(name is None or isinstance(name, str) for name in names)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [{}]  # no name: it is no such rule


def _states(definition: Mapping[str, Any]) -> dict[str, State]:
    found: dict[str, State] = {}
    for name, state in definition.get("States", {}).items():
        found[name] = {key: value for key, value in state.items() if key not in INNER}
        for inner in inner_definitions(dict(state)):
            found |= _states(inner)
    return found
