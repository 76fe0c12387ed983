"""Changes of a state's retriers and catchers, error by error: the first rule that fits counts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from review.sagas.machines import State
from review.text.markdown import code, listed

DEFAULTS: Mapping[str, Any] = {
    "MaxAttempts": 3, "IntervalSeconds": 1, "BackoffRate": 2, "MaxDelaySeconds": None,
    "JitterStrategy": "NONE",
}  # fmt: skip
"""Of the Amazon States Language, for what a retrier leaves out."""
Rule = tuple[Any, ...]
"""What a retrier or a catcher says, without its errors."""


def retry_changes(old: State, new: State) -> Iterator[str]:
    """Errors that are retried now, no longer, or otherwise."""
    was, now = _retriers(old), _retriers(new)
    for (before, after), errors in _grouped(was, now).items():
        names = listed(map(code, errors))
        if before is None or after is None:
            words = _retrier_in_words(after or before)
            yield f"{'new' if after else 'no longer a'} retry of {names}: {words}"
        else:
            yield f"retry of {names}: {_otherwise(before, after)}"


def catch_changes(old: State, new: State) -> Iterator[str]:
    """Errors that lead elsewhere now."""
    was, now = _catchers(old), _catchers(new)
    for (before, after), errors in _grouped(was, now).items():
        names = listed(map(code, errors))
        if before is None or after is None:
            way = code(str((after or before)[0]))
            yield f"{'new' if after else 'no longer a'} way from {names}: to {way}"
        elif before[0] != after[0]:
            yield f"way from {names}: to {code(str(after[0]))} instead of {code(str(before[0]))}"
        else:
            yield f"error of {names}: kept at {_place(after)} instead of {_place(before)}"


def _place(catcher: Rule) -> str:
    """Where the error is put in the state's output."""
    if catcher[2] is not None:
        return code(json.dumps(catcher[2]))
    return code(catcher[1]) if catcher[1] is not None else "no place"


def _retriers(state: State) -> dict[str, Rule]:
    return _by_error(state, "Retry", [*DEFAULTS], DEFAULTS)


def _catchers(state: State) -> dict[str, Rule]:
    return _by_error(state, "Catch", ["Next", "ResultPath", "Output"], {"ResultPath": "$"})


def _by_error(
    state: State, field: str, keys: list[str], defaults: Mapping[str, Any]
) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in state.get(field) or []:
        for error in rule.get("ErrorEquals", []):
            found.setdefault(error, tuple(rule.get(key, defaults.get(key)) for key in keys))
    return found


def _grouped(was: Mapping[str, Rule], now: Mapping[str, Rule]) -> dict[tuple[Any, Any], list[str]]:
    """The errors that change, by their old and their new rule."""
    groups: defaultdict[tuple[Any, Any], list[str]] = defaultdict(list)
    for error in sorted({*was, *now}):
        if was.get(error) != now.get(error):
            groups[was.get(error), now.get(error)].append(error)
    return dict(groups)


def _retrier_in_words(retrier: Rule) -> str:
    attempts, interval, rate, longest, jitter = retrier
    if attempts == 0:
        return "never"
    bound = f", {longest} s at most" if longest is not None else ""
    return f"up to {attempts} times, after {interval} s, times {rate}{bound}, jitter {jitter}"


def _otherwise(before: Rule, after: Rule) -> str:
    names = ("up to {} times", "first after {} s", "times {}", "{} s apart at most", "jitter {}")
    return ", ".join(
        name.format(f"{'no bound' if old is None else old} → {'no bound' if new is None else new}")
        for name, old, new in zip(names, before, after, strict=True)
        if old != new
    )
