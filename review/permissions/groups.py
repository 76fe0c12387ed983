"""Permissions that are told in one sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from review.permissions.permission import Condition, Effect, Permission
from review.text.markdown import code, listed

_Words = tuple[str, ...]
MOST = 8
"""Names of one kind in a sentence."""
_KIND_AND_NAME = re.compile(r"(?P<kind>[A-Za-z ]+) (?P<name>`[^`]+`|<code>[^<]+</code>)")


@dataclass(frozen=True, order=True)
class Group:
    """Permissions that differ in their actions only, or in who has them, or in what they are to."""

    effect: Effect
    who: tuple[str, ...]
    what: tuple[str, ...]
    actions: tuple[str, ...]
    condition: Condition
    wide: bool


def groups(permissions: Iterable[Permission]) -> list[Group]:
    """Few groups: by actions first, then by who has them, then by what they are to."""
    found = [
        Group(one.effect, (one.who,), (one.what,), (_action(one),), one.condition, one.wide)
        for one in permissions
    ]
    found = _merged(found, lambda one: one.actions, lambda one, all_: replace(one, actions=all_))
    found = _merged(found, lambda one: one.who, lambda one, all_: replace(one, who=all_))
    found = _merged(found, lambda one: one.what, lambda one, all_: replace(one, what=all_))
    return sorted(found)


def together(words: Iterable[str]) -> str:
    """``functions `a`, `b` and table `c```: names of one kind after one word."""
    by_kind: dict[str, list[str]] = {}
    for one in words:
        found = _KIND_AND_NAME.fullmatch(one)
        by_kind.setdefault(found["kind"] if found else one, []).append(
            found["name"] if found else ""
        )
    told = [
        f"{kind if len(names) == 1 else _plural(kind)} {listed(names, MOST)}".strip()
        for kind, names in by_kind.items()
    ]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _plural(kind: str) -> str:
    parts = kind.split(" of ")
    return " of ".join(f"{part[:-1]}ies" if part.endswith("cy") else f"{part}s" for part in parts)


def _merged(
    found: Iterable[Group],
    part: Callable[[Group], _Words],
    having: Callable[[Group, _Words], Group],
) -> list[Group]:
    """One group for all that are equal but for one part, with the values of all in that part."""
    same: dict[Group, set[str]] = {}
    for group in found:
        same.setdefault(having(group, ()), set()).update(part(group))
    return [having(rest, tuple(sorted(values))) for rest, values in same.items()]


def _action(one: Permission) -> str:
    return "any action" if one.action == "*" else code(one.shown or one.action)
