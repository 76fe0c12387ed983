"""What changes in the definition of one state machine, state by state. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from review.sagas.flow import in_flow
from review.sagas.machines import Machine, State
from review.sagas.state_changes import changes_of, described
from review.text.markdown import code, listed

OWN_FIELDS = {"TimeoutSeconds": "an execution's time-out", "QueryLanguage": "query language"}


def machine_changes(old: Machine, new: Machine) -> Iterator[str]:
    """Lines of Markdown. None where the definitions mean the same."""
    new_names = _renamed(old, new)
    states = {new_names.get(name, name): _with(new_names, state)
              for name, state in old.states.items()}  # fmt: skip
    for key, words in OWN_FIELDS.items():
        was, now = old.definition.get(key), new.definition.get(key)
        if was != now:
            yield f"{words}: {_given(was)} → {_given(now)}"
    was, now = (str(one.definition.get("StartAt")) for one in (old, new))
    if new_names.get(was, was) != now:
        yield f"starts at {code(now)} instead of {code(was)}"
    for name, is_called in sorted(new_names.items()):
        yield f"state {code(name)} is called {code(is_called)}"
    order = in_flow(new.definition)
    for name in order:
        if name not in states:
            yield f"new state {code(name)}: {described(new.states[name])}"
    for name in in_flow(old.definition):
        if new_names.get(name, name) not in new.states:
            yield f"no longer a state {code(name)}"
    by_change: dict[str, list[str]] = {}
    for name in order:
        state = new.states[name]
        found = "; ".join(changes_of(states[name], state)) if name in states else ""
        by_change.setdefault(found, []).append(name)
    for found, names in by_change.items():
        if found:
            yield f"state{'s' * (len(names) > 1)} {listed(map(code, names))}: {found}"


def _given(value: object) -> str:
    return code(str(value)) if value is not None else "none"


def _renamed(old: Machine, new: Machine) -> dict[str, str]:
    """States that are gone and came again, in all else the same, by their old names."""
    gone, came = ({name: _text(one.states[name]) for name in one.states.keys() - others.states}
                  for one, others in ((old, new), (new, old)))  # fmt: skip
    return {
        name: same[0]
        for name, text in gone.items()
        for same in [[other for other, its in came.items() if its == text]]
        if len(same) == 1 and [*gone.values()].count(text) == 1
    }


def _with(new_names: Mapping[str, str], value: Any) -> Any:
    """The state, with the new names of those that it leads to."""
    if isinstance(value, dict):
        return {
            key: new_names.get(str(one), one) if key in ("Next", "Default")
            else _with(new_names, one)
            for key, one in value.items()
        }  # fmt: skip
    return [_with(new_names, one) for one in value] if isinstance(value, list) else value


def _text(state: State) -> str:
    return json.dumps(state, sort_keys=True)
