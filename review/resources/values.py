"""Values of properties, old and new, where they are short enough to be read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from local.aws_provider import rules_of
from local.aws_provider.tables import UnknownTypeError
from review.resources.differences import differences
from review.text.markdown import MINUS, code, listed
from review.text.shown import excerpts, readable, shown

SAID_IN = {
    "policy": "Permissions",
    "assumeRolePolicy": "Permissions",
    "definition": "Sagas",
}
"""Documents that have a section of their own."""


def value_at(inputs: Mapping[str, Any], path: str) -> Any:
    """The value at a path of ``changed_paths``; None where there is none. Keys may have dots."""
    for key, inside in inputs.items():
        if key == path:
            return inside
        if path.startswith(f"{key}.") and isinstance(inside, Mapping):
            found = value_at(inside, path.removeprefix(f"{key}."))
            if found is not None:
                return found
    return None


def changes_of(resource_type: str, path: str, old: Any, new: Any) -> Iterator[str]:
    """Markdown of what changes at a path: each property within that differs."""
    section = SAID_IN.get(path)
    if section and old is not None and new is not None:
        yield f"{code(path)}: see {section}"
        return
    if path == "tags" and (old is None or new is None):
        yield f"{code(path)} {_tags(old, new)}"
        return
    both = (old or {}, new or {})
    if (old or new) and all(isinstance(one, Mapping) for one in both):
        leaves = [dict(_leaves(one, f"{path}.")) for one in both]
        for inner in sorted({*leaves[0], *leaves[1]}):
            if leaves[0].get(inner) != leaves[1].get(inner):
                yield from _within(resource_type, inner, leaves[0].get(inner), leaves[1].get(inner))
        return
    yield from _within(resource_type, path, old, new)


def _within(resource_type: str, path: str, old: Any, new: Any) -> Iterator[str]:
    if old is None or new is None or _brief(old, new):
        yield change_of(resource_type, path, old, new)
        return
    for inner, was, now in differences(path, old, new):
        yield change_of(resource_type, inner, was, now)


def _brief(old: Any, new: Any) -> bool:
    """Whether two lists are told by what comes and goes, with nothing left to say."""
    if not (isinstance(old, list) and isinstance(new, list)):
        return False
    return _lists(old, new).startswith(("in another order", "+", MINUS))


def change_of(resource_type: str, path: str, old: Any, new: Any) -> str:
    """Markdown of one property that changes: its path, and the values where they say something."""
    old, new = _by_default(resource_type, path, old), _by_default(resource_type, path, new)
    if isinstance(old, list) and isinstance(new, list):
        return f"{code(path)} {_lists(old, new) or 'changes'}"
    before, after = shown(old), shown(new)
    if before and after:
        return f"{code(path)} {before} → {after}"
    if old is None or new is None:
        return f"{code(path)} {'is set' if old is None else 'is no longer set'}"
    if isinstance(old, str) and isinstance(new, str) and readable(old) and readable(new):
        was, now = excerpts(old, new)
        return f"{code(path)} {code(was)} → {code(now)}"
    return f"{code(path)} changes"


def _tags(old: Any, new: Any) -> str:
    mark, tags = ("+", new) if old is None else (MINUS, old)
    if not isinstance(tags, Mapping):
        return "changes"
    return listed((f"{mark} {code(f'{key}={value}')}" for key, value in sorted(tags.items())), 4)


def _leaves(inputs: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in sorted(inputs.items()):
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        elif value is not None:
            yield f"{prefix}{key}", value


def _by_default(resource_type: str, path: str, value: Any) -> Any:
    """What the provider takes when nothing is set."""
    try:
        return rules_of(resource_type).defaults.get(path) if value is None else value
    except UnknownTypeError:
        return value


def _lists(old: list[Any], new: list[Any]) -> str:
    """What comes and what goes, of items that can be shown."""
    gained, lost = _without(new, old), _without(old, new)
    if not gained and not lost:
        return "in another order"
    come, go = [*map(_item, gained)], [*map(_item, lost)]
    if len(come) + len(go) > 6 or not all((*come, *go)):
        return f"changes: {len(old)} → {len(new)} items" if len(old) != len(new) else ""
    if {*come} & {*go}:
        return f"changes in {listed(sorted({*come, *go}))}"
    return ", ".join([*(f"+ {one}" for one in come), *(f"{MINUS} {one}" for one in go)])


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    return [one for one in items if one not in others]


def _item(value: Any) -> str:
    """An item, or the name by which an object is known among its like."""
    if isinstance(value, Mapping):
        name = next((value[key] for key in ("name", "id", "key") if key in value), None)
        return shown(name) if isinstance(name, str) else ""
    return shown(value)
