"""What is kept for a shorter time than before: what is older is deleted at once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from local.aws_provider import Kind, short_type
from review.resources.update import Update
from review.text.markdown import code, counted

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True)
class Kept:
    """How long a type keeps what it holds."""

    what: str
    path: str
    unit: int
    """In seconds."""
    default: float
    """In ``unit``, when the path is not set or 0."""


KEPT: Mapping[str, Kept] = {
    "cloudwatch.LogGroup": Kept("log lines", "retentionInDays", DAY, inf),
    "sqs.Queue": Kept("messages", "messageRetentionSeconds", 1, 345_600),
    "kinesis.Stream": Kept("records", "retentionPeriod", HOUR, 24),
    "cloudwatch.EventArchive": Kept("events", "retentionDays", DAY, inf),
    "rds.Instance": Kept("backups", "backupRetentionPeriod", DAY, 0),
    "rds.Cluster": Kept("backups", "backupRetentionPeriod", DAY, 1),
}
BACKUPS = "pointInTimeRecovery"


def shortened(update: Update, urn: str) -> str:
    """What is lost of a resource that stays: empty if it keeps what it holds as long as before."""
    change = update.by_urn[urn]
    if change.kind is not Kind.UPDATE:
        return ""
    old, new = update.before.resources[urn].inputs, update.after.resources[urn].inputs
    if _backed_up(old) and not _backed_up(new):
        return f"loses its backups of the last 35 days ({code(BACKUPS)})"
    kept = KEPT.get(short_type(change.type))
    if kept is None:
        return ""
    was, now = _time(kept, old), _time(kept, new)
    if was is None or now is None or now >= was:
        return ""
    return (
        f"keeps {kept.what} for {_in_words(now)}, not {_in_words(was)}: older ones are deleted "
        f"({code(kept.path)})"
    )


def _time(kept: Kept, inputs: Mapping[str, Any]) -> float | None:
    """In seconds; None for what is no number."""
    value = inputs.get(kept.path) or kept.default
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value * kept.unit if number else None


def _in_words(seconds: float) -> str:
    if seconds == inf:
        return "ever"
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (60, "minute")):
        if seconds >= unit and seconds % unit == 0:
            return counted(round(seconds / unit), name)
    return counted(round(seconds), "second")


def _backed_up(inputs: Mapping[str, Any]) -> bool:
    found = inputs.get(BACKUPS)
    return isinstance(found, Mapping) and found.get("enabled") is True
