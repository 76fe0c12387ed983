"""Where two values differ: by the path into objects, lists and JSON texts. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

NAMES = ("name", "id", "key", "routeKey")
"""What an object is known by among its like."""
Difference = tuple[str, Any, Any]
"""The path, what was there, what is there now."""


def differences(path: str, old: Any, new: Any) -> Iterator[Difference]:
    """The innermost values that differ. Whole lists where it is not known what became of what."""
    if old == new:
        return
    before, after = _document(old), _document(new)
    was, now = _items(before), _items(after)
    if was is None or now is None or _shifted(before, after, was):
        yield path, old, new
        return
    for key in [*was, *(key for key in now if key not in was)]:
        yield from differences(f"{path}{key}", was.get(key), now.get(key))


def _document(value: Any) -> Any:
    """What a JSON text holds; another value as it is."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        return value
    return found if isinstance(found, Mapping | list) else value


def _items(value: Any) -> dict[str, Any] | None:
    """What is inside, by the end of its path. None for what is told as a whole."""
    if isinstance(value, Mapping):
        return {f".{key}": inside for key, inside in value.items()}
    if not isinstance(value, list) or not all(isinstance(one, Mapping | list) for one in value):
        return None
    named = {_name(one): one for one in value if isinstance(one, Mapping)}
    if len(named) < len(value) or "" in named:
        named = {str(at): one for at, one in enumerate(value)}
    return {f"[{name}]": one for name, one in named.items()}


def _shifted(before: Any, after: Any, was: Mapping[str, Any]) -> bool:
    """Whether an item without a name came or went: the others may have another place now."""
    return isinstance(before, list) and len(before) != len(after) and "[0]" in was


def _name(item: Mapping[str, Any]) -> str:
    found = next((item[key] for key in NAMES if key in item), "")
    return found if isinstance(found, str) else ""
