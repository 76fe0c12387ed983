"""Lines about what is added, like resources in one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from local.aws_provider import Change
from review.resources.facts import Facts, facts, few
from review.resources.resource_lines import folded_names, who
from review.resources.update import Update
from review.text.markdown import code, listed

APART = 6
"""Kinds of additions of one type that have a line each."""


def added_lines(update: Update, changes: Sequence[Change]) -> Iterator[str]:
    """What is added, by type, with its properties; of many of a type, what is common."""
    ordered = sorted(changes, key=lambda one: (one.type, one.urn))
    for _, of_type in groupby(ordered, key=lambda one: one.type):
        alike: dict[Facts, list[Change]] = {}
        for change in of_type:
            told = facts(update.after.resources[change.urn].inputs)
            alike.setdefault(told, []).append(change)
        if len(alike) > APART:
            yield _together(alike)
            continue
        for told, group in alike.items():
            yield _line(group, few(told))


def _together(alike: dict[Facts, list[Change]]) -> str:
    group = [change for some in alike.values() for change in some]
    same = tuple(fact for fact in next(iter(alike)) if all(fact in told for told in alike))
    paths = {code(path): None for told in alike for path, text in told if (path, text) not in same}
    told = [few(same)] if same else []
    return _line(group, "; ".join([*told, f"different in {listed(paths, 4)}"]))


def _line(group: Sequence[Change], told: str) -> str:
    return f"- **added** {who(group)}{f': {told}' if told else ''}{folded_names(group)}"
