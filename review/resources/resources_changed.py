"""What happens to the resources: replaced, removed, changed, added, renamed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from local.aws_provider import Kind, short_type
from review.resources.added import added_lines
from review.resources.code_changes import code_lines
from review.resources.options import option_lines
from review.resources.resource_lines import (
    WORDS,
    changed_lines,
    removed_lines,
    renamed_lines,
)
from review.resources.update import Update, update_of
from review.side import Side
from review.text.markdown import TIMES, code, counted
from review.text.section import Section

TITLE = "Resources"


def resources(before: Side | None, after: Side | None) -> Section:
    """What an update would do to the resources, the worst first."""
    update = update_of(before, after)
    if before is None and after is not None:
        return Section(TITLE, tuple(_all_new(update)), f"{len(update.changes)} added")
    return Section(TITLE, tuple(_lines(update)), summary(update))


def summary(update: Update) -> str:
    """``1 replaced, 2 added``."""
    told = [f"{update.counts[kind]} {WORDS[kind]}" for kind in Kind if update.counts[kind]]
    if update.names:
        told.append(f"{len(update.names)} renamed")
    return ", ".join(told)


def _lines(update: Update) -> Iterator[str]:
    own = [change for change in update.changes if change.urn not in update.code_only]
    of_kind = {kind: [change for change in own if change.kind is kind] for kind in Kind}
    if update.moved:
        yield f"- **replaced** all {counted(len(update.moved), 'resource')} of the Region"
    yield from changed_lines(update, of_kind[Kind.REPLACE])
    yield from removed_lines(update, of_kind[Kind.DELETE])
    yield from changed_lines(update, of_kind[Kind.UPDATE])
    yield from code_lines(update)
    yield from renamed_lines(update)
    yield from option_lines(update)
    yield from added_lines(update, of_kind[Kind.CREATE])


def _all_new(update: Update) -> Iterator[str]:
    counts = Counter(short_type(change.type) for change in update.changes)
    yield f"- {counted(len(update.changes), 'resource')}, all new: " + ", ".join(
        f"{count} {TIMES} {code(kind)}" for kind, count in sorted(counts.items())
    )
