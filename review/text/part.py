"""A piece of a review's text, for what must fit into a comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Lines of Markdown that are cut for themselves."""

    title: str
    """What it is called where it is cut. No Markdown."""
    lines: tuple[str, ...]
    first: bool = False
    """Whether it says what must not be missed: it gets its room before others."""


def text_of(parts: Iterable[Part]) -> str:
    """All lines of all parts."""
    return "\n".join(line for part in parts for line in part.lines) + "\n"
