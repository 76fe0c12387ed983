"""What an upgrade from a recorded version would delete or replace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from local.program import RegisteredResource
from tools.upgrade_baseline import Baseline, replacing_inputs, stageless


def lost(baseline: Baseline, resources: Sequence[RegisteredResource]) -> list[str]:
    """URNs of the version that the program no longer registers, under an alias either."""
    known = {one.urn: one for one in resources}
    found = {stageless(urn) for one in resources for urn in earlier_urns(one, known)}
    return sorted(set(baseline.resources) - found)


def replaced(baseline: Baseline, resources: Sequence[RegisteredResource]) -> dict[str, list[str]]:
    """URN of the version -> inputs whose new value would replace the resource."""
    known = {one.urn: one for one in resources}
    changes: dict[str, list[str]] = {}
    for one, inputs in replacing_inputs(resources):
        for urn in map(stageless, earlier_urns(one, known)):
            before = baseline.resources.get(urn, inputs)
            changed = [
                path
                for path in sorted({*before, *inputs})
                if path in before and before[path] != inputs.get(path)
            ]
            if changed:
                changes[urn] = changed
    return changes


def earlier_urns(one: RegisteredResource, known: dict[str, RegisteredResource]) -> Iterator[str]:
    """Every URN by which the engine finds the resource in a state: its own, those of its aliases,
    and for a child the same below each earlier URN of its parent."""
    parent = known.get(one.parent)
    olds = list(earlier_urns(parent, known)) if parent else [one.parent]
    for urn, old in product([one.urn, *one.options.aliases], olds):
        yield _moved(urn, one, old) if parent else urn


def _moved(urn: str, one: RegisteredResource, old_parent: str) -> str:
    """The URN below another parent. A name that begins with the parent's changes with it."""
    start, project, types, name = urn.split("::")
    parent_types, parent_name = one.parent.split("::")[2:]
    old_types, old_name = old_parent.split("::")[2:]
    if name.startswith(parent_name):
        name = old_name + name.removeprefix(parent_name)
    if types.startswith(f"{parent_types}$"):
        types = old_types + types.removeprefix(parent_types)
    return f"{start}::{project}::{types}::{name}"
