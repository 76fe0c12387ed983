"""What is removed while another of its type is added: perhaps renamed without an alias. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from local.aws_provider import Change, Kind
from review.resources.update import Update
from review.text.markdown import code, counted

NAMED = 3
"""Additions that a hint names, and types that have a hint each."""


def perhaps_renamed(update: Update, resource_type: str) -> str:
    """``if it is `tasks` now, it needs an alias``; empty where none of the type is added."""
    added = _added(update, resource_type)
    if not added:
        return ""
    which = " or ".join(added)
    if len(added) > NAMED:
        which = f"one of the {counted(len(added), 'addition')}"
    return f"if it is {which} now, it needs an alias"


def hinted(update: Update, removed: Iterable[Change]) -> bool:
    """Whether so few types come and go that each line has its hint."""
    types = {change.type for change in removed}
    return sum(bool(_added(update, one)) for one in types) <= NAMED


def _added(update: Update, resource_type: str) -> list[str]:
    return [
        code(change.name)
        for change in update.changes
        if change.kind is Kind.CREATE and change.type == resource_type
    ]
