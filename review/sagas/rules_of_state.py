"""Changes of a state's retriers and catchers, error by error: the first rule that fits counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from review.markdown import code, listed
from review.sagas.machines import State

DEFAULTS: Mapping[str, Any] = {
    "MaxAttempts": 3, "IntervalSeconds": 1, "BackoffRate": 2, "MaxDelaySeconds": None,
    "JitterStrategy": "NONE",
}  # fmt: skip
"""Of the Amazon States Language, for what a retrier leaves out."""
Retrier = tuple[Any, ...]
"""Its values in the order of ``DEFAULTS``."""


def retry_changes(old: State, new: State) -> Iterator[str]:
    """Errors that are retried now, no longer, or otherwise."""
    was, now = _retriers(old), _retriers(new)
    for (before, after), errors in _grouped(was, now).items():
        names = listed(map(code, errors))
        if before is None or after is None:
            words = _retrier_in_words(after or before)
            yield f"retries {names} {words}" if after else f"no longer retries {names} ({words})"
        else:
            yield f"retries {names} {_otherwise(before, after)}"


def catch_changes(old: State, new: State) -> Iterator[str]:
    """Errors that lead elsewhere now."""
    was, now = _catchers(old), _catchers(new)
    for (before, after), errors in _grouped(was, now).items():
        names = listed(map(code, errors))
        if after is None:
            yield f"no longer catches {names} (led to {code(str(before[0]))})"
        elif before is None:
            yield f"{names} leads to {code(str(after[0]))}"
        elif before[0] != after[0]:
            yield f"{names} leads to {code(str(after[0]))} instead of {code(str(before[0]))}"
        else:
            yield f"keeps what it knows of {names} elsewhere"


def _retriers(state: State) -> dict[str, Retrier]:
    return _by_error(state, "Retry", [*DEFAULTS], DEFAULTS)


def _catchers(state: State) -> dict[str, Retrier]:
    return _by_error(state, "Catch", ["Next", "ResultPath", "Output"], {})


def _by_error(
    state: State, field: str, keys: list[str], defaults: Mapping[str, Any]
) -> dict[str, Retrier]:
    found: dict[str, Retrier] = {}
    for rule in state.get(field) or []:
        for error in rule.get("ErrorEquals", []):
            found.setdefault(error, tuple(rule.get(key, defaults.get(key)) for key in keys))
    return found


def _grouped(
    was: Mapping[str, Retrier], now: Mapping[str, Retrier]
) -> dict[tuple[Any, Any], list[str]]:
    """The errors that change, by their old and their new rule."""
    groups: defaultdict[tuple[Any, Any], list[str]] = defaultdict(list)
    for error in sorted({*was, *now}):
        if was.get(error) != now.get(error):
            groups[was.get(error), now.get(error)].append(error)
    return dict(groups)


def _retrier_in_words(retrier: Retrier) -> str:
    attempts, interval, rate, longest, jitter = retrier
    if attempts == 0:
        return "never"
    bound = f", {longest} s at most" if longest is not None else ""
    return f"up to {attempts} times, after {interval} s, times {rate:g}{bound}, jitter {jitter}"


def _otherwise(before: Retrier, after: Retrier) -> str:
    names = ("up to {} times", "first after {} s", "times {}", "{} s apart at most", "jitter {}")
    return ", ".join(
        name.format(f"{'no bound' if old is None else old} → {'no bound' if new is None else new}")
        for name, old, new in zip(names, before, after, strict=True)
        if old != new
    )
