"""Lines about resources, those in one line to which the same happens. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from local.aws_provider import Change, Kind, holds_data, name_of, short_type
from review.data_at_risk.fates import fate_of_data
from review.resources.perhaps_renamed import hinted, perhaps_renamed
from review.resources.update import Update
from review.resources.values import changes_of, value_at
from review.text.markdown import TIMES, code, listed

WORDS = {
    Kind.REPLACE: "replaced",
    Kind.DELETE: "removed",
    Kind.UPDATE: "changed",
    Kind.CREATE: "added",
}
NAMED = 8
"""Names that stand in a line; more are folded."""
FOLDED = 60
"""Names that are folded; more are counted."""
SHOWN_PROPERTIES = 10


def changed_lines(update: Update, changes: Iterable[Change]) -> Iterator[str]:
    """Changes with their properties. What follows from a replacement stands below it."""
    groups: dict[tuple[Kind, str], list[Change]] = {}
    for change in changes:
        root = update.root_of(change)
        if root is None or root.urn in update.code_only:
            groups.setdefault((change.kind, _properties(update, change)), []).append(change)
    for (kind, properties), group in groups.items():
        yield f"- **{WORDS[kind]}** {who(group)}: {properties}{folded_names(group)}"
        roots = {change.urn for change in group}
        following = [
            one
            for one in update.changes
            if (root := update.root_of(one)) and root.urn in roots
            if one.urn not in update.code_only
        ]
        if following:
            yield f"  - what follows: {_counted(following)}"


def removed_lines(update: Update, changes: Sequence[Change]) -> Iterator[str]:
    """What is removed, by type, and what is perhaps only renamed."""
    each = hinted(update, changes)
    for group in _by_type(changes):
        fates = {fate_of_data(update, one.urn) for one in group if one.loses_data}
        loses = f"; **{', '.join(sorted(fates))}**" if fates else ""
        if holds_data(group[0].type) is None:
            loses = "; whether it holds data is not known"
        hint = perhaps_renamed(update, group[0].type) if each else ""
        yield f"- **removed** {who(group)}{loses}{f'; {hint}' if hint else ''}{folded_names(group)}"
    if not each:
        yield "- what is removed and added under another name is made anew, unless it has an alias"


def renamed_lines(update: Update) -> Iterator[str]:
    """What keeps its identity under another name."""
    for old, new in sorted(update.names.items()):
        kind = code(short_type(update.after.resources[new].type))
        was, now = name_of(old), name_of(new)
        what = f"{code(was)} → {code(now)}" if was != now else f"{code(now)}, below another parent"
        yield f"- **renamed** {what} ({kind}), the same resource by its alias"


def who(group: Sequence[Change]) -> str:
    """The resource, or how many of which types, with their names if they are few."""
    if len(group) == 1:
        return f"{code(group[0].name)} ({code(short_type(group[0].type))})"
    few = f" ({', '.join(_names(group))})" if len(group) <= NAMED else ""
    return f"{_types(group)}{few}"


def folded_names(group: Sequence[Change]) -> str:
    """The names of many resources."""
    if len(group) <= NAMED:
        return ""
    return f" <details><summary>their names</summary>{listed(_names(group), FOLDED)}</details>"


def _names(group: Sequence[Change]) -> list[str]:
    return [code(name) for name in sorted(change.name for change in group)]


def _properties(update: Update, change: Change) -> str:
    old = update.before.resources[change.urn].inputs
    new = update.after.resources[change.urn].inputs
    told = {
        text
        for cause in change.causes
        for text in (
            ["its code"]
            if update.is_code(change, cause.path, cause.source)
            else [f"{code(cause.path)} follows {code(name_of(cause.source))}"]
            if cause.source
            else changes_of(
                change.type, cause.path, value_at(old, cause.path), value_at(new, cause.path)
            )
        )
    }
    with_data = ", with what it holds," if holds_data(change.type) else ""
    known = "" if change.known else f"; whether that replaces it{with_data} is not known"
    lost = f"; **{fate_of_data(update, change.urn)}**" if change.loses_data else ""
    return f"{listed(sorted(told), SHOWN_PROPERTIES)}{known}{lost}"


def _counted(following: Sequence[Change]) -> str:
    parts = []
    for kind in sorted({change.kind for change in following}):
        of_kind = [change for change in following if change.kind is kind]
        parts.append(f"{WORDS[kind]} {who(of_kind)}{folded_names(of_kind)}")
    return "; ".join(parts)


def _types(group: Sequence[Change]) -> str:
    counts = Counter(short_type(change.type) for change in group)
    told = [f"{count} {TIMES} {code(kind)}" for kind, count in sorted(counts.items())]
    if len(told) <= 4:
        return ", ".join(told)
    return f"{len(group)} resources of {len(told)} types"


def _by_type(changes: Iterable[Change]) -> list[list[Change]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.type, []).append(change)
    return [groups[kind] for kind in sorted(groups, key=lambda one: not groups[one][0].loses_data)]
