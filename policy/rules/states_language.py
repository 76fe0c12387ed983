"""The rules of the Amazon States Language that CreateStateMachine checks. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

COMMON = {"Type", "Comment", "InputPath", "OutputPath"}
ASSIGNING = COMMON | {"Assign"}
ENDING = {"Next", "End"}
TASK = ASSIGNING | ENDING | {
    "Resource", "Parameters", "ResultPath", "ResultSelector", "Retry", "Catch", "TimeoutSeconds",
    "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath", "Credentials",
}  # fmt: skip
FIELDS: dict[str, set[str]] = {
    "Task": TASK,
    "Pass": ASSIGNING | ENDING | {"Result", "ResultPath", "Parameters"},
    "Choice": ASSIGNING | {"Choices", "Default"},
    "Wait": ASSIGNING | ENDING | {"Seconds", "Timestamp", "SecondsPath", "TimestampPath"},
    "Succeed": COMMON,
    "Fail": {"Type", "Comment", "Error", "ErrorPath", "Cause", "CausePath"},
    "Parallel": ASSIGNING | ENDING
    | {"Branches", "ResultPath", "ResultSelector", "Parameters", "Retry", "Catch"},
    "Map": ASSIGNING | ENDING
    | {"ItemProcessor", "ItemsPath", "ItemSelector", "MaxConcurrency", "ResultPath",
       "ResultSelector", "Parameters", "Retry", "Catch"},
}  # fmt: skip
MAX_NAME_CHARACTERS = 80


def parsed_definition(text: str) -> dict[str, Any] | None:
    """The definition of a state machine; None when it is no JSON object."""
    try:
        definition = json.loads(text)
    except ValueError:
        return None
    return definition if isinstance(definition, dict) else None


def definition_problems(definition: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one Amazon States Language document."""
    states: dict[str, dict[str, Any]] = definition.get("States", {})
    start = str(definition.get("StartAt"))
    if start not in states:
        yield f"StartAt {start!r} names no state"
    for name, state in states.items():
        for inner in inner_definitions(state):
            yield from (f"in {name!r}: {problem}" for problem in definition_problems(inner))
        kind = str(state.get("Type"))
        if kind not in FIELDS:
            yield f"state {name!r} has the unknown Type {kind!r}"
            continue
        if len(name) > MAX_NAME_CHARACTERS:
            yield f"state name {name!r} has over {MAX_NAME_CHARACTERS} characters"
        for unknown in sorted(set(state) - FIELDS[kind]):
            yield f"state {name!r} has the field {unknown!r}, which a {kind} state does not know"
        if FIELDS[kind] >= ENDING and ("Next" in state) == bool(state.get("End")):
            yield f"state {name!r} needs either Next or End"
        for target in _targets(state):
            if target not in states:
                yield f"state {name!r} leads to {target!r}, which does not exist"
        yield from _retry_problems(name, state)
    for lost in sorted(set(states) - _reached(start, states)):
        yield f"state {lost!r} is never reached"


def inner_definitions(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The state machines inside a Parallel or Map state."""
    processor = state.get("ItemProcessor")
    return [*state.get("Branches", []), *([processor] if processor else [])]


def next_states(state: dict[str, Any]) -> list[str]:
    """The states that can follow, unless the state fails: those of its choices come first."""
    choices = [rule.get("Next") for rule in state.get("Choices", [])]
    return [target for target in (*choices, state.get("Default"), state.get("Next")) if target]


def caught_states(state: dict[str, Any]) -> list[str]:
    """The states that can follow when the state fails, one for each rule of Catch."""
    targets = (rule.get("Next") for rule in state.get("Catch", []))
    return [target for target in targets if target]


def _targets(state: dict[str, Any]) -> list[str]:
    return [*next_states(state), *caught_states(state)]


def _reached(start: str, states: dict[str, dict[str, Any]]) -> set[str]:
    reached: set[str] = set()
    frontier = {start} & set(states)
    while frontier:
        reached |= frontier
        following = {target for name in frontier for target in _targets(states[name])}
        frontier = (following & set(states)) - reached
    return reached


def _retry_problems(name: str, state: dict[str, Any]) -> Iterator[str]:
    for rule in state.get("Retry", []):
        if rule.get("JitterStrategy", "NONE") not in ("FULL", "NONE"):
            yield f"state {name!r}: JitterStrategy must be FULL or NONE"
        if not 0 <= rule.get("MaxAttempts", 3) <= 99_999_999:
            yield f"state {name!r}: MaxAttempts must be 0 to 99999999"
        if rule.get("BackoffRate", 2) < 1:
            yield f"state {name!r}: BackoffRate must be 1 or more"
        longest = rule.get("MaxDelaySeconds")
        if longest is not None and not rule.get("IntervalSeconds", 1) < longest < 31_622_400:
            yield f"state {name!r}: MaxDelaySeconds must be over IntervalSeconds, under 31622400"
    for field in ("Retry", "Catch"):
        rules = state.get(field, [])
        for index, rule in enumerate(rules):
            errors = rule.get("ErrorEquals", [])
            alone_and_last = errors == ["States.ALL"] and index == len(rules) - 1
            if "States.ALL" in errors and not alone_and_last:
                yield f"state {name!r}: States.ALL must stand alone in the last {field} rule"
