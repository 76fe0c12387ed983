"""A rule of somebody else's, and what became of it here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OutsideRule:
    """One rule of a public list."""

    id: str
    asks: str
    """What it asks for, in our words."""
    ours: tuple[str, ...] = ()
    """The ids of our rules that ask for the same."""
    why_not: str = ""
    """Why none of ours does, or where ours ask for less."""


@dataclass(frozen=True)
class ReadList:
    """A public list, as it was read."""

    name: str
    version: str
    commit: str
    read_on: str
    where: tuple[str, ...]
    """The folders and files of the repository that were read."""
