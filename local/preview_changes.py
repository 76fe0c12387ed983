"""The part of a preview that says what an update would do: against a record of what is deployed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from local.aws_provider import (
    Change,
    Kind,
    RecordedProgram,
    UnreadableRecordError,
    changes,
)
from operations.progress import BOLD, in_style

WORDS = {
    Kind.REPLACE: "replace",
    Kind.DELETE: "delete",
    Kind.UPDATE: "update",
    Kind.CREATE: "create",
}


class RecordFileError(Exception):
    """A record cannot be read or written; the text names the file."""


def read_record(path: Path) -> RecordedProgram:
    """The record in a file. Raises ``RecordFileError``."""
    try:
        return RecordedProgram.from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RecordFileError(
            f"AGAINST={path}: there is no such file; make preview RECORD={path} writes it"
        ) from error
    except (OSError, UnicodeDecodeError, UnreadableRecordError) as error:
        raise RecordFileError(
            f"AGAINST={path}: {error}; make preview RECORD={path} writes such a file"
        ) from error


def write_record(path: Path, record: RecordedProgram) -> None:
    """Write a record into a folder that is there. Raises ``RecordFileError``."""
    if not path.parent.is_dir():
        raise RecordFileError(f"RECORD={path}: there is no folder {path.parent}; make it first")
    try:
        path.write_text(record.to_json(), encoding="utf-8")
    except OSError as error:
        raise RecordFileError(f"RECORD={path} cannot be written: {error}") from error


def announced(before: RecordedProgram, after: RecordedProgram, *, bold: bool) -> list[str]:
    """The lines: what loses data first, and in bold at a terminal; a count at the end.

    Raises ``RecordFileError`` for the record of another stage or project.
    """
    ours, theirs = _stages(after), _stages(before)
    if ours and theirs and ours != theirs:
        raise RecordFileError(
            f"AGAINST= names a record of {_words(theirs)}, and this is {_words(ours)}: "
            "give the record of the same stage and project"
        )
    found = changes(before, after)
    if not found:
        return ["Against the record: nothing changes", ""]
    counts = Counter(change.kind for change in found)
    losing = sum(change.loses_data for change in found)
    summary = ", ".join(f"{counts[kind]} to {WORDS[kind]}" for kind in Kind if counts[kind])
    return [
        "Against the record",
        *(_line(change, bold=bold) for change in found),
        f"  {summary}" + (f"; {_losing(losing)}" if losing else ""),
        "",
    ]


def _losing(count: int) -> str:
    return "1 of them loses its data" if count == 1 else f"{count} of them lose their data"


def _stages(record: RecordedProgram) -> set[tuple[str, str]]:
    """Stage and project of each resource's URN, ``urn:pulumi:<stage>::<project>::…``."""
    parts = [urn.split("::") for urn in record.resources]
    return {(one[0].rpartition(":")[2], one[1]) for one in parts if len(one) == 4}


def _words(stages: set[tuple[str, str]]) -> str:
    return ", ".join(f"stage {stage!r} of project {project!r}" for stage, project in sorted(stages))


def _line(change: Change, *, bold: bool) -> str:
    line = f"{WORDS[change.kind]:8}{change.name}  ({change.type}): {change.why}"
    if not change.loses_data:
        return f"    {line}"
    line = f"  ! {line}; what it holds is lost"
    return in_style(line, BOLD) if bold else line
