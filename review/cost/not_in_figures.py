"""Changes that cost something and are in no figure: storage, logs, traces, a Region. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from local.aws_provider import RecordedResource, name_of
from planning.program_counts import FUNCTION
from planning.quantities import ASSUMED
from review.side import Side
from review.text.markdown import code, counted, listed

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
TABLE = "aws:dynamodb/table:Table"
MEMORY = (
    f"{{}} with {{}} MiB instead of {{}}: reckoned with {ASSUMED} on both sides, though memory "
    "changes how long a function takes"
)
LEVEL = "Log lines were counted at INFO: {} at {} instead of {}"
TRACES = "Traces are in no figure: {} with tracing {} instead of {}"


def not_in_figures(before: Side | None, after: Side | None) -> tuple[str, ...]:
    """Lines for what both sides have, and have otherwise."""
    if before is None or after is None:
        return ()
    old, new = before.record.resources, after.record.resources
    stored = [*_retention(old, new), *_recovery(old, new)]
    return (
        *_region(before, after),
        *(f"- Storage is in no figure: {line}" for line in stored),
        *(f"- {line}" for line in _functions(old, new)),
    )


def _region(before: Side, after: Side) -> Iterator[str]:
    was, now = (one.settings.get("aws:region") for one in (before, after))
    if now and was != now:
        yield f"- Prices are those of us-east-1. The stage's Region is {code(now)} now"


def _functions(
    old: Mapping[str, RecordedResource], new: Mapping[str, RecordedResource]
) -> Iterator[str]:
    """What of a function changes its time or its logs. Of both, only means are in the figures."""
    kept = [urn for urn in sorted(old.keys() & new.keys()) if new[urn].type == FUNCTION]
    for read, words in ((_memory, MEMORY), (_level, LEVEL), (_traces, TRACES)):
        groups: dict[tuple[str, str], int] = {}
        for urn in kept:
            was, now = read(old[urn]), read(new[urn])
            if was != now:
                groups[was, now] = groups.get((was, now), 0) + 1
        for (was, now), count in groups.items():
            yield words.format(counted(count, "function"), code(now), code(was))


def _memory(function: RecordedResource) -> str:
    return f"{function.inputs.get('memorySize', 128)}"


def _level(function: RecordedResource) -> str:
    return _within(function, "loggingConfig", "applicationLogLevel", "INFO")


def _traces(function: RecordedResource) -> str:
    return _within(function, "tracingConfig", "mode", "PassThrough")


def _within(function: RecordedResource, field: str, key: str, usual: str) -> str:
    given = function.inputs.get(field)
    return str(given.get(key) or usual) if isinstance(given, Mapping) else usual


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
