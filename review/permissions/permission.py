"""One permission: who may, or may not, do one action to one thing. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Effect(StrEnum):
    """What a permission does."""

    ALLOW = "Allow"
    DENY = "Deny"
    MANAGED = "Managed"
    """A policy that somebody else keeps: what it allows is not in the program."""
    BOUNDARY = "Boundary"
    """A policy that bounds what all others allow."""
    UNREADABLE = "Unreadable"
    """A document that is no JSON, or secret."""


@dataclass(frozen=True, order=True)
class Test:
    """One test of a statement's Condition: an operator, a key, and the values of which one fits."""

    operator: str
    key: str
    values: tuple[str, ...]


Condition = tuple[Test, ...]
"""All of its tests must hold. Sorted; empty: it holds always."""


@dataclass(frozen=True, order=True)
class Permission:
    """An atom of a program's statements. Two programs with the same atoms allow the same."""

    who: str
    """Markdown: the function, not its role."""
    effect: Effect
    what: str
    """Markdown."""
    action: str
    """In lower case: IAM does not tell cases apart."""
    condition: Condition = ()
    wide: bool = False
    """Whether a wildcard, Principal ``*``, NotAction, NotResource or NotPrincipal is in it."""
    shown: str = field(default="", compare=False)
    """The action as the program writes it."""
