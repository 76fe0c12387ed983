"""The rules of the Amazon States Language that CreateStateMachine checks. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import nan
from typing import Any

from .state_fields import ENDING, FIELDS

LISTS = ("Branches", "Catch", "Choices", "Retry")
MAX_NAME_CHARACTERS = 80


def parsed_definition(text: str) -> dict[str, Any] | None:
    """The definition of a state machine; None when it is no JSON object."""
    try:
        definition = json.loads(text)
    except ValueError:
        return None
    return definition if isinstance(definition, dict) else None


def states_of(definition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The states of a definition by name, those that are objects."""
    states = definition.get("States")
    inside = states.items() if isinstance(states, dict) else ()
    return {name: state for name, state in inside if isinstance(state, dict)}


def definition_problems(definition: dict[str, Any], language: str = "JSONPath") -> Iterator[str]:
    """What is wrong with one Amazon States Language document.

    ``language``: the query language of a definition that names none.
    """
    language = str(definition.get("QueryLanguage", language))
    states = states_of(definition)
    if states != definition.get("States"):
        yield "States must be an object of objects"
    start = str(definition.get("StartAt"))
    if start not in states:
        yield f"StartAt {start!r} names no state"
    for name, state in states.items():
        for inner in inner_definitions(state):
            yield from (
                f"in {name!r}: {problem}" for problem in definition_problems(inner, language)
            )
        yield from _field_problems(name, state, language)
        if len(name) > MAX_NAME_CHARACTERS:
            yield f"state name {name!r} has over {MAX_NAME_CHARACTERS} characters"
        for target in _targets(state):
            if target not in states:
                yield f"state {name!r} leads to {target!r}, which does not exist"
        yield from _retry_problems(name, state)
    for lost in sorted(set(states) - _reached(start, states)):
        yield f"state {lost!r} is never reached"


def inner_definitions(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The state machines inside a Parallel or Map state. A Map's was named Iterator once."""
    processors = (state.get("ItemProcessor"), state.get("Iterator"))
    return [*_objects(state, "Branches"), *(one for one in processors if isinstance(one, dict))]


def next_states(state: dict[str, Any]) -> list[str]:
    """The states that can follow, unless the state fails: those of its choices come first."""
    choices = [rule.get("Next") for rule in _objects(state, "Choices")]
    targets = (*choices, state.get("Default"), state.get("Next"))
    return [target for target in targets if isinstance(target, str) and target]


def caught_states(state: dict[str, Any]) -> list[str]:
    """The states that can follow when the state fails, one for each rule of Catch."""
    targets = (rule.get("Next") for rule in _objects(state, "Catch"))
    return [target for target in targets if isinstance(target, str) and target]


def _objects(state: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """The objects of a list in a state; what has another shape is no such object."""
    inside = state.get(field)
    return [one for one in inside if isinstance(one, dict)] if isinstance(inside, list) else []


def _field_problems(name: str, state: dict[str, Any], language: str) -> Iterator[str]:
    language = str(state.get("QueryLanguage", language))
    kind = str(state.get("Type"))
    if language not in FIELDS:
        yield f"state {name!r} has the unknown QueryLanguage {language!r}"
    elif kind not in FIELDS[language]:
        yield f"state {name!r} has the unknown Type {kind!r}"
    else:
        known = FIELDS[language][kind]
        for unknown in sorted(set(state) - known):
            yield (
                f"state {name!r} has the field {unknown!r}, which a {kind} state in {language} "
                "does not know"
            )
        if known >= ENDING and ("Next" in state) == bool(state.get("End")):
            yield f"state {name!r} needs either Next or End"
        for field in LISTS:
            if field in state and not isinstance(state[field], list):
                yield f"state {name!r}: {field} must be a list"


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
    for rule in _objects(state, "Retry"):
        if rule.get("JitterStrategy", "NONE") not in ("FULL", "NONE"):
            yield f"state {name!r}: JitterStrategy must be FULL or NONE"
        if not 0 <= _number(rule, "MaxAttempts", 3) <= 99_999_999:
            yield f"state {name!r}: MaxAttempts must be 0 to 99999999"
        if not _number(rule, "BackoffRate", 2) >= 1:
            yield f"state {name!r}: BackoffRate must be 1 or more"
        shortest, longest = _number(rule, "IntervalSeconds", 1), rule.get("MaxDelaySeconds")
        if longest is not None and not shortest < _number(rule, "MaxDelaySeconds", 0) < 31_622_400:
            yield f"state {name!r}: MaxDelaySeconds must be over IntervalSeconds, under 31622400"
    for field in ("Retry", "Catch"):
        rules = _objects(state, field)
        for index, rule in enumerate(rules):
            errors = rule.get("ErrorEquals") or []
            alone_and_last = errors == ["States.ALL"] and index == len(rules) - 1
            if "States.ALL" in errors and not alone_and_last:
                yield f"state {name!r}: States.ALL must stand alone in the last {field} rule"


def _number(rule: dict[str, Any], field: str, default: float) -> float:
    """The field's number. What is none is NaN, which no comparison finds right."""
    value = rule.get(field, default)
    return value if isinstance(value, int | float) else nan
