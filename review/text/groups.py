"""Stages of which the same is said are said it once. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

STAGE = "{stage}"
"""Stands for the stage's name in what is said of several."""
Lines = tuple[str, ...]


def grouped(said: Mapping[str, Sequence[str]]) -> list[tuple[Lines, Lines]]:
    """The stages, and what is said of them. Stages of which nothing is said are left out.

    A text such as ``Shop/dev`` has the stage in it: with ``{stage}`` in its place it is the same
    in every stage.
    """
    equal: dict[Lines, list[str]] = {}
    for stage, lines in said.items():
        if lines:
            equal.setdefault(tuple(lines), []).append(stage)
    alike: dict[Lines, list[str]] = {}
    for lines, stages in equal.items():
        key = lines if len(stages) > 1 else _generic(stages[0], lines)
        alike.setdefault(key, []).extend(stages)
    return [
        (tuple(stages), tuple(said[stages[0]]) if len(stages) == 1 else lines)
        for lines, stages in alike.items()
    ]


def shared(said: Mapping[str, Sequence[str]]) -> list[tuple[Lines, Lines]]:
    """As ``grouped``, item by item of a list: first what is marked, then what is said of most.

    An item that begins in bold is marked.
    """
    items = {stage: _items(lines) for stage, lines in said.items() if lines}
    counts = Counter(item for own in items.values() for item in set(own))
    alike = Counter(
        key for stage, own in items.items() for key in {_generic(stage, item) for item in own}
    )
    stages_of: dict[Lines, list[str]] = {}
    for stage, own in items.items():
        for item in own:
            generic = _generic(stage, item)
            key = generic if counts[item] == 1 and alike[generic] > 1 else item
            if stage not in stages_of.setdefault(key, []):
                stages_of[key].append(stage)
    groups: dict[Lines, list[str]] = {}
    for item, stages in stages_of.items():
        groups.setdefault(tuple(stages), []).extend(item)
    found = [(stages, tuple(lines)) for stages, lines in groups.items()]
    return sorted(found, key=lambda one: (not _marked(one[1]), -len(one[0])))


def is_list(lines: Sequence[str]) -> bool:
    """Whether the lines are items of a list, and nothing else."""
    return all(line.startswith(("- ", "  ")) for line in lines)


def _items(lines: Sequence[str]) -> list[Lines]:
    """Each item with what is indented below it."""
    starts = [at for at, line in enumerate(lines) if at == 0 or not line.startswith("  ")]
    return [tuple(lines[at:end]) for at, end in pairwise([*starts, len(lines)])]


def _marked(lines: Lines) -> bool:
    return any(line.startswith("- **") for line in lines)


def _generic(stage: str, item: Lines) -> Lines:
    return tuple(_without(stage, line) for line in item)


def named(stages: Sequence[str], every: Sequence[str]) -> str:
    """The stages' names, in words where they are all of several."""
    if len(every) > 1 and len(stages) == len(every):
        return "both stages" if len(every) == 2 else f"all {len(every)} stages"
    return ", ".join(stages)


def _without(stage: str, line: str) -> str:
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(stage)}(?![A-Za-z0-9])", STAGE, line)
