"""Puts hostile values into a valid input, and makes a failing input small again."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fuzz import hostile

Path = tuple[str | int, ...]
GONE = "\0gone"
"""As a change's value: the field is left out."""


@dataclass(frozen=True)
class Change:
    """One field of the input gets another value."""

    path: Path
    value: Any

    def __str__(self) -> str:
        where = ".".join(map(str, self.path)) or "(the whole input)"
        return f"{where} left out" if self.value == GONE else f"{where} = {shown(self.value)}"


def shown(value: Any, most: int = 200) -> str:
    """The value as JSON, cut in its middle when it is long."""
    text = json.dumps(value)
    return text if len(text) <= most else f"{text[:80]}…{text[-20:]} ({len(text)} characters)"


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    """The path of every field, containers and the whole value too."""
    yield at
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, field in inner:
        yield from paths(field, (*at, key))


def at_path(value: Any, path: Path) -> Any:
    """The field at ``path``. ``LookupError`` or ``TypeError`` when there is none."""
    for key in path:
        if isinstance(value, str):
            raise LookupError(key)
        value = value[key]
    return value


def changed(base: Any, changes: tuple[Change, ...]) -> Any:
    """``base`` with the changes, in their order. One whose place is gone has no effect."""
    result = copy.deepcopy(base)
    for change in changes:
        value = copy.deepcopy(change.value)
        if not change.path:
            result = value
            continue
        try:
            parent = at_path(result, change.path[:-1])
        except (LookupError, TypeError):
            continue
        key = change.path[-1]
        if isinstance(parent, dict) and isinstance(key, str):
            if value == GONE:
                parent.pop(key, None)
            else:
                parent[key] = value
        elif isinstance(parent, list) and isinstance(key, int) and key < len(parent):
            if value == GONE:
                del parent[key]
            else:
                parent[key] = value
    return result


def random_changes(
    rng: Random,
    base: Any,
    places: list[Path],
    raw: Collection[Path],
    choices: Mapping[Path, Sequence[Any]],
) -> tuple[Change, ...]:
    """One to three changes at ``places``: at those in ``raw`` any text may stand for JSON, at those
    in ``choices`` a value that means something.
    """
    known = [path for path in places if path in choices]
    changes = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        if known and rng.random() < 0.4:
            path = rng.choice(known)
            changes.append(Change(path, rng.choice(choices[path])))
        else:
            changes.append(_random_change(rng, base, rng.choice(places), raw))
    return tuple(changes)


def _random_change(rng: Random, base: Any, path: Path, raw: Collection[Path]) -> Change:
    value = at_path(base, path)
    if path in raw and rng.random() < 0.6:
        return Change(path, hostile.raw_text(rng))
    kind = rng.randrange(10)
    if kind < 4:
        return Change(path, hostile.variant(rng, value))
    if kind < 6:
        return Change(path, rng.choice(hostile.TEXTS))
    if kind == 6:
        return Change(path, rng.choice(hostile.NUMBERS))
    if kind == 7 and path:
        return Change(path, GONE)
    return Change(path, hostile.any_json(rng))


def smallest(
    changes: tuple[Change, ...], fails: Callable[[tuple[Change, ...]], bool], tries: int = 200
) -> tuple[Change, ...]:
    """The smallest changes found that still fail: fewer of them, then simpler values."""
    left = [tries]

    def still(candidate: tuple[Change, ...]) -> bool:
        left[0] -= 1
        return left[0] >= 0 and fails(candidate)

    progress = True
    while progress and left[0] > 0:
        progress = False
        for index in range(len(changes)):
            without = changes[:index] + changes[index + 1 :]
            if without and still(without):
                changes, progress = without, True
                break
        for index, change in enumerate(changes):
            for simpler in _simpler(change.value):
                candidate = (*changes[:index], Change(change.path, simpler), *changes[index + 1 :])
                if still(candidate):
                    changes, progress = candidate, True
                    break
    return changes


def weight(changes: tuple[Change, ...]) -> tuple[int, int]:
    """What makes one failing input smaller than another."""
    return len(changes), sum(len(json.dumps(change.value)) for change in changes)


def _simpler(value: Any) -> Iterator[Any]:
    size = len(json.dumps(value))
    if value == GONE:
        return
    plain: Any
    for plain in (None, "", 0, [], {}, GONE):
        if size > len(json.dumps(plain)):
            yield plain
    if isinstance(value, str) and len(value) > 1:
        half = len(value) // 2
        yield from (value[:half], value[half:], value[:-1], value[1:])
    elif isinstance(value, list):
        yield from value
        yield from (value[: len(value) // 2], value[:-1], value[1:]) if len(value) > 1 else ()
    elif isinstance(value, dict):
        yield from value.values()
        yield from ({k: v for k, v in value.items() if k != name} for name in value)
    elif isinstance(value, int) and abs(value) > 9:
        yield from (value // 10 ** (len(str(value)) // 2), value // 10)
    elif isinstance(value, float) and math.isfinite(value) and value == int(value):
        yield int(value)
