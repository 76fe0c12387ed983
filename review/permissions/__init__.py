"""The permissions that a change gives and takes: who may do what to what. Pure."""

from __future__ import annotations

from local.aws_provider import RecordedProgram, renamed, renames
from review.permissions.collected import collected
from review.permissions.difference import Difference, difference
from review.permissions.sentences import sentences
from review.side import Side
from review.text.kinds import words_of
from review.text.section import Section

TITLE = "Permissions"
MINUS = "\N{MINUS SIGN}"


def permissions(before: Side | None, after: Side | None) -> Section:
    """Statements gained and lost, by what they allow: a document written otherwise is no change."""
    old, new = _record(before), _record(after)
    found = permitted_differently(old, new)
    told = sentences(found, _words(old) - _words(new))
    lines = tuple(f"- **{one.mark}:** {one.text}" if one.mark else f"- {one.text}" for one in told)
    return Section(TITLE, lines, _summary(found, sum(bool(one.mark) for one in told)))


def permitted_differently(before: RecordedProgram, after: RecordedProgram) -> Difference:
    """What the two programs permit differently. A resource with an alias keeps its permissions."""
    before = renamed(before, renames(before, after))
    return difference(collected(before), collected(after))


def _record(side: Side | None) -> RecordedProgram:
    return side.record if side else RecordedProgram({})


def _words(record: RecordedProgram) -> frozenset[str]:
    return frozenset(words_of(urn, one.type) for urn, one in record.resources.items())


def _summary(found: Difference, marked: int) -> str:
    if not (found.gained or found.lost or found.changed):
        return ""
    parts = [f"+{len(found.gained)} {MINUS}{len(found.lost)}"]
    if found.changed:
        parts.append(f"{len(found.changed)} changed")
    if marked:
        parts.append(f"{marked} to look at")
    return ", ".join(parts)
