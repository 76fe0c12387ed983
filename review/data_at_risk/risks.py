"""Data that an update puts at risk: a sentence for each holder, like ones in one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from local.aws_provider import Change, Kind, holds_data
from review.data_at_risk.fates import fate_of_data
from review.data_at_risk.moves import move_lines
from review.data_at_risk.retention import shortened
from review.resources.perhaps_renamed import perhaps_renamed
from review.resources.resource_lines import WORDS, who
from review.resources.update import Update, update_of
from review.side import Side
from review.text.markdown import code


def data_at_risk(before: Side | None, after: Side | None) -> tuple[str, ...]:
    """What is lost: rows, messages, users, log lines. Of a stage that moves, the move alone."""
    update = update_of(before, after)
    moves = [*move_lines(before, after, update)] if before and after else []
    if update.moved:
        return tuple(moves)
    groups: dict[tuple[str, str], list[Change]] = {}
    for change, text in _risks(update):
        groups.setdefault((change.type, text), []).append(change)
    told = [
        f"{who(group)}{', each' if len(group) > 1 else ''} {text}"
        for (_, text), group in groups.items()
    ]
    return (*moves, *told)


def at_risk(update: Update) -> int:
    """How many holders of data are in danger."""
    if update.moved:
        return sum(bool(holds_data(update.before.resources[one].type)) for one in update.moved)
    return len([*_risks(update)])


def not_known(update: Update) -> int:
    """How many resources are removed of which nobody knows whether they hold data."""
    return sum(
        change.kind is Kind.DELETE and holds_data(change.type) is None for change in update.changes
    )


def _risks(update: Update) -> Iterator[tuple[Change, str]]:
    for change in update.changes:
        if change.loses_data:
            paths = [code(one.path) for one in change.causes if one.replaces]
            why = f" because of {', '.join(paths)}" if paths else ""
            fate = fate_of_data(update, change.urn)
            removed = change.kind is Kind.DELETE
            hint = perhaps_renamed(update, change.type) if removed else ""
            yield change, f"is {WORDS[change.kind]}{why}: {fate}{f'; {hint}' if hint else ''}"
        elif text := shortened(update, change.urn):
            yield change, text
