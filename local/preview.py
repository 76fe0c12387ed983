"""The preview of a stage: settings, a tree by component, the saga, counts, notes, refusals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.aws_provider import RecordedProgram, changes
from local.plan import plan_stage
from local.preview_changes import announced
from local.preview_saga import language, overview
from local.program import RegisteredResource, stage_config
from local.record_program import recorded

REFUSED = 1
LOSES_DATA = 3


@dataclass(frozen=True)
class Preview:
    """The text to print, and what the command ends with."""

    text: str
    exit_code: int
    """0; ``REFUSED`` with a refusal, else ``LOSES_DATA`` where an update would lose data."""

    record: RecordedProgram
    """What the program registered, to compare later versions with."""


def preview(
    project_dir: Path, stage: str, against: RecordedProgram | None = None, *, bold: bool = False
) -> Preview:
    """The preview of one stage. Raises ``ProgramError`` when the program fails.

    ``against`` adds what the program would do to a stage that was deployed from that record.

    The longest part, the language of the saga, comes before the summary, so that the summary stays
    visible at a terminal.
    """
    config = stage_config(project_dir, stage, {})
    planned = plan_stage(project_dir, stage)
    refusals = len(planned.refusals)
    created = [resource for resource in planned.resources if not resource.read]
    record = recorded(planned.resources, project_dir, config.masked)
    lines = [
        f"Stage {stage}, settings in force",
        *_settings(config.shown()),
        "",
        "Resources",
        *_tree(created),
        "",
        *overview(planned.resources),
        *language(planned.resources),
        "By type",
        *_counts(created),
        "",
        "Quota notes",
        *_notes(planned.exports.get("quota_notes", [])),
        "",
        *_reasons("Warnings", [*planned.warnings, *planned.advice]),
        *_reasons("What only the local stage cannot create", planned.limits),
        *_reasons("What must not reach AWS", planned.refusals),
        *(announced(against, record, bold=bold) if against else []),
        f"Stage {stage}: {len(created)} resources, "
        f"{refusals} {'refusal' if refusals == 1 else 'refusals'}",
    ]
    shown = config.masked("\n".join(lines))
    return Preview(shown, _exit_code(planned.refusals, against, record), record)


def _exit_code(
    refusals: Sequence[str], against: RecordedProgram | None, record: RecordedProgram
) -> int:
    if refusals:
        return REFUSED
    loses_data = against and any(change.loses_data for change in changes(against, record))
    return LOSES_DATA if loses_data else 0


def _notes(notes: Sequence[str]) -> list[str]:
    if not notes:
        return ["  (none: export the component's quota_notes to see them)"]
    return [f"  - {note}" for note in notes]


def _reasons(title: str, reasons: Sequence[str]) -> list[str]:
    return [title, *(f"  - {reason}" for reason in reasons), ""] if reasons else []


def _settings(settings: Mapping[str, str]) -> list[str]:
    if not settings:
        return ["  (none)"]
    width = max(map(len, settings))
    return [f"  {key:{width}}  {value or '(empty)'}" for key, value in sorted(settings.items())]


def _tree(resources: Sequence[RegisteredResource]) -> list[str]:
    known = {resource.urn for resource in resources}
    lines: list[str] = []

    def add(parent: str | None, indent: int) -> None:
        here = [r for r in resources if (r.parent if r.parent in known else None) == parent]
        for resource in sorted(here, key=lambda r: (r.custom, r.name)):
            mark = "+" if resource.custom else "▸"
            lines.append(f"{'  ' * indent}{mark} {resource.name}  ({resource.type})")
            add(resource.urn, indent + 1)

    add(None, 1)
    return lines


def _counts(resources: Sequence[RegisteredResource]) -> list[str]:
    counts = Counter(resource.type for resource in resources)
    return [f"  {count:4} {kind}" for kind, count in sorted(counts.items())]
