"""The state machines of a program, taken apart: every state by its name. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.aws_provider import RecordedProgram, RecordedResource, name_of
from policy.rules.states_language import inner_definitions

STATE_MACHINE = "aws:sfn/stateMachine:StateMachine"
INNER = ("Branches", "ItemProcessor", "Iterator")
"""Fields that hold whole state machines: their states stand beside those around them."""
State = Mapping[str, Any]


@dataclass(frozen=True)
class Machine:
    """One state machine. Names of states are unique within it, those inside of others too."""

    urn: str
    definition: Mapping[str, Any]
    """Empty, if the text is no JSON object."""
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
    try:
        definition = json.loads(str(resource.inputs.get("definition", "")))
    except ValueError:
        definition = {}
    definition = definition if isinstance(definition, dict) else {}
    is_standard = resource.inputs.get("type") in (None, "STANDARD")
    return Machine(urn, definition, _states(definition), is_standard)


def _states(definition: Mapping[str, Any]) -> dict[str, State]:
    found: dict[str, State] = {}
    for name, state in definition.get("States", {}).items():
        found[name] = {key: value for key, value in state.items() if key not in INNER}
        for inner in inner_definitions(dict(state)):
            found |= _states(inner)
    return found
