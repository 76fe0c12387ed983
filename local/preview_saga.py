"""The state machines of a preview: an overview, and the definition itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from local.program import RegisteredResource
from policy.rules.states_language import caught_states, next_states, parsed_definition

WIDTH = 180  # one rule of Retry or Catch fits into a line
STATE_MACHINE = "aws:sfn/stateMachine:StateMachine"


def definitions(resources: Sequence[RegisteredResource]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and definition of each state machine. A definition that is no JSON is left out."""
    for resource in resources:
        definition = (
            parsed_definition(resource.inputs["definition"])
            if resource.type == STATE_MACHINE
            else None
        )
        if definition is not None:
            yield resource.name, definition


def overview(resources: Sequence[RegisteredResource]) -> list[str]:
    """Each state machine: its states and all states that can follow."""
    lines: list[str] = []
    for machine, definition in definitions(resources):
        lines.append(f"State machine {machine}, starts at {definition.get('StartAt')}")
        for name, state in definition.get("States", {}).items():
            caught = dict.fromkeys(caught_states(state))
            following = ", ".join(dict.fromkeys(next_states(state))) or "end"
            failing = f"  (on failure {', '.join(caught)})" if caught else ""
            lines.append(f"  {name} -> {following}{failing}")
        lines.append("")
    return lines


def language(resources: Sequence[RegisteredResource]) -> list[str]:
    """Each state machine in the Amazon States Language, functions and queues by their names."""
    lines: list[str] = []
    for machine, definition in definitions(resources):
        lines.append(f"Amazon States Language of {machine}")
        lines += compact(with_short_names(definition)).splitlines()
        lines.append("")
    return lines


def compact(value: Any, indent: int = 0, before: int = 0) -> str:
    """JSON with each value in one line where it fits. ``before``: characters left of the value."""
    line = json.dumps(value)
    if indent + before + len(line) < WIDTH or not value or not isinstance(value, dict | list):
        return line
    inside = "\n" + " " * (indent + 2)
    if isinstance(value, list):
        parts = [compact(item, indent + 2) for item in value]
        return f"[{inside}{f',{inside}'.join(parts)}\n{' ' * indent}]"
    names = [f"{json.dumps(key)}: " for key in value]
    parts = [
        name + compact(item, indent + 2, len(name))
        for name, item in zip(names, value.values(), strict=True)
    ]
    return f"{{{inside}{f',{inside}'.join(parts)}\n{' ' * indent}}}"


def with_short_names(value: Any) -> Any:
    """The definition, with each function's ARN and each queue's URL cut to its last part."""
    if isinstance(value, list):
        return [with_short_names(item) for item in value]
    if not isinstance(value, dict):
        return value
    shortened = {key: with_short_names(item) for key, item in value.items()}
    if "FunctionName" in shortened:
        shortened["FunctionName"] = shortened["FunctionName"].rsplit(":", 1)[-1]
    if "QueueUrl" in shortened:
        shortened["QueueUrl"] = shortened["QueueUrl"].rsplit("/", 1)[-1]
    return shortened
