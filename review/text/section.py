"""A part of a review."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A title and lines of Markdown. Without lines, nothing changed."""

    title: str
    lines: tuple[str, ...]
    summary: str = ""
    """A few words for the overview table."""
