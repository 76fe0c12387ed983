"""Stages of which the same is said are said it once. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
        key = lines if len(stages) > 1 else tuple(_without(stages[0], line) for line in lines)
        alike.setdefault(key, []).extend(stages)
    return [
        (tuple(stages), tuple(said[stages[0]]) if len(stages) == 1 else lines)
        for lines, stages in alike.items()
    ]


def named(stages: Sequence[str], every: Sequence[str]) -> str:
    """The stages' names, in words where they are all of several."""
    if len(every) > 1 and len(stages) == len(every):
        return "both stages" if len(every) == 2 else f"all {len(every)} stages"
    return ", ".join(stages)


def _without(stage: str, line: str) -> str:
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(stage)}(?![A-Za-z0-9])", STAGE, line)
