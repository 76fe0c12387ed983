"""What changes in one state, in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from local.aws_provider.canonical import changed_paths
from policy.rules.states_language import next_states
from review.permissions.arns import in_words
from review.sagas.machines import State
from review.sagas.rules_of_state import catch_changes, retry_changes
from review.text.markdown import code, listed, shortened

IN_WORDS = ("Comment", "Next", "End", "Retry", "Catch", "Choices", "Default", "Parameters",
            "Arguments")  # fmt: skip
SECONDS = {"TimeoutSeconds": "time-out", "HeartbeatSeconds": "heartbeat", "Seconds": "wait"}
CALLED = ("FunctionName", "QueueUrl", "TopicArn", "StateMachineArn", "TableName")
"""Parameters that name what a Task calls."""
LONGEST = 40


def described(state: State) -> str:
    """A new state in words: its type, what it calls, what follows, and what if it fails."""
    called = called_by(state)
    parts = [code(str(state.get("Type")))] + ([f"calls {called}"] if called else [])
    times = [f"{word} {state[key]} s" for key, word in SECONDS.items() if key in state]
    rules = [line.removeprefix("new ") for told in (retry_changes, catch_changes)
             for line in told({}, state)]  # fmt: skip
    return "; ".join([", ".join([*parts, *times, _following(state)]), *rules])


def called_by(state: State) -> str:
    """What a Task calls, in words; empty for a state that calls nothing that has a name."""
    given = state.get("Parameters") or state.get("Arguments") or {}
    values = [given[key] for key in CALLED if key in given] if isinstance(given, Mapping) else []
    return in_words(str(values[0])) if values else ""


def changes_of(old: State, new: State) -> Iterator[str]:
    """Every difference but a comment's."""
    was, now = called_by(old), called_by(new)
    if was != now:
        yield f"call to {now or 'nothing'} instead of {was or 'nothing'}"
    for key in sorted({*old, *new} - {*IN_WORDS}):
        if old.get(key) != new.get(key):
            yield _field(key, old.get(key), new.get(key))
    yield from _parameters(old, new)
    yield from retry_changes(old, new)
    yield from catch_changes(old, new)
    if _following(old) != _following(new):
        yield f"{_following(new)} instead of {_following(old).removeprefix('then ')}"
    elif old.get("Choices") != new.get("Choices"):
        yield "other conditions for what follows"


def _field(key: str, old: Any, new: Any) -> str:
    if key in SECONDS:
        was, now = (f"{one} s" if one is not None else "none" for one in (old, new))
        return f"{SECONDS[key]} {was} → {now}"
    was, now = (_value(one) if one is not None else "none" for one in (old, new))
    return f"{code(key)} {was} → {now}"


def _parameters(old: State, new: State) -> Iterator[str]:
    """The names of what is handed over otherwise. The values are long, and data of the program."""
    paths = [
        path
        for field in ("Parameters", "Arguments")
        for path in changed_paths(_mapping(old.get(field)), _mapping(new.get(field)))
        if path not in CALLED
    ]
    if paths:
        yield f"other input: {listed(map(code, paths))}"


def _following(state: State) -> str:
    targets = [*dict.fromkeys(next_states(dict(state)))]
    if targets:
        return f"then {' or '.join(map(code, targets))}"
    return "then the end"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _value(value: Any) -> str:
    return code(shortened(value if isinstance(value, str) else json.dumps(value), LONGEST))
