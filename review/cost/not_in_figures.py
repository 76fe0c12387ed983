"""Changes that cost something and are in no figure: how long logs and old rows are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from local.aws_provider import RecordedResource, name_of
from review.markdown import code, listed
from review.side import Side

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
TABLE = "aws:dynamodb/table:Table"


def not_in_figures(before: Side | None, after: Side | None) -> tuple[str, ...]:
    """Lines for what both sides have and keep for another time."""
    if before is None or after is None:
        return ()
    old, new = before.record.resources, after.record.resources
    told = [*_retention(old, new), *_recovery(old, new)]
    return tuple(f"- Storage is in no figure: {line}" for line in told)


def _retention(
    old: Mapping[str, RecordedResource], new: Mapping[str, RecordedResource]
) -> Iterator[str]:
    changed: dict[str, int] = {}
    for urn in sorted(old.keys() & new.keys()):
        if new[urn].type == LOG_GROUP:
            was, now = (_days(one[urn]) for one in (old, new))
            if was != now:
                words = f"kept {now} instead of {was}"
                changed[words] = changed.get(words, 0) + 1
    for words, count in changed.items():
        yield f"{count} log group{'s are' if count > 1 else ' is'} {words}"


def _days(group: RecordedResource) -> str:
    days = group.inputs.get("retentionInDays")
    return f"{int(str(days))} days" if days else "for ever"


def _recovery(
    old: Mapping[str, RecordedResource], new: Mapping[str, RecordedResource]
) -> Iterator[str]:
    for word, wanted in (("now", True), ("no longer", False)):
        tables = [
            code(name_of(urn))
            for urn in sorted(old.keys() & new.keys())
            if new[urn].type == TABLE and _recovers(old[urn]) != _recovers(new[urn]) == wanted
        ]
        if tables:
            yield f"point-in-time recovery is {word} on for {listed(tables)}"


def _recovers(table: RecordedResource) -> bool:
    recovery = table.inputs.get("pointInTimeRecovery")
    return isinstance(recovery, Mapping) and bool(recovery.get("enabled"))
