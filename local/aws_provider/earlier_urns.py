"""The URNs by which the engine finds a resource of the program in a state: aliases, inherited ones
among them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple


class Registration(NamedTuple):
    """What the URNs of a resource and of its children follow from."""

    parent: str
    aliases: tuple[str, ...]
    """The resource's own."""


def earlier_urns(urn: str, known: Mapping[str, Registration]) -> Iterator[str]:
    """The resource's own URN, those of its aliases, and the same below each URN of its parent."""
    one = known[urn]
    olds = [*earlier_urns(one.parent, known)] if one.parent in known else [one.parent]
    for own, old in product([urn, *one.aliases], olds):
        yield _moved(own, one.parent, old) if one.parent in known else own


def _moved(urn: str, parent: str, old_parent: str) -> str:
    """The URN below another parent. A name that begins with the parent's changes with it."""
    start, project, types, name = urn.split("::")
    parent_types, parent_name = parent.split("::")[2:]
    old_types, old_name = old_parent.split("::")[2:]
    if name.startswith(parent_name):
        name = old_name + name.removeprefix(parent_name)
    if types.startswith(f"{parent_types}$"):
        types = old_types + types.removeprefix(parent_types)
    return f"{start}::{project}::{types}::{name}"
