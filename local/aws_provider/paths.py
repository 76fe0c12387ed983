"""Finds values in inputs by the paths that the rules name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def words(text: str) -> frozenset[str]:
    """The words of a text: how the tables write sets of names."""
    return frozenset(text.split())


def values_at(inputs: Mapping[str, object], path: str) -> Iterator[tuple[str, object]]:
    """Each value at the path, with its own path: the items of a list have their numbers.

    A value that is not set is none.
    """
    yield from _inside("", inputs, path.split("."))


def is_set(inputs: Mapping[str, object], path: str) -> bool:
    """Whether there is a value at the path, other than an empty one."""
    return any(value not in ("", [], {}) for _, value in values_at(inputs, path))


def _inside(at: str, value: object, left: list[str]) -> Iterator[tuple[str, object]]:
    if value is None:
        return
    if not left:
        yield at, value
        return
    key, here = left[0].removesuffix("[]"), f"{at}.{left[0]}" if at else left[0]
    found = value.get(key) if isinstance(value, Mapping) else None
    if not left[0].endswith("[]"):
        yield from _inside(here, found, left[1:])
    elif isinstance(found, list):
        for number, item in enumerate(found):
            yield from _inside(f"{here[:-1]}{number}]", item, left[1:])
