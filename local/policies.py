"""What the rules of ``policy/`` say of a stage, of this program or of another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from local.program import ProgramError, RegisteredResource
from policy.rules import (
    FILE,
    Finding,
    Judgement,
    Severity,
    Waiver,
    WaiverError,
    is_production,
    judge,
    waivers_of,
)

NAMED = 9
"""How many of the findings that are alike are named beside the first."""


def waivers_beside(project_dir: Path) -> tuple[Waiver, ...]:
    """The written exceptions of a program; none without the file.

    Raises ``ProgramError``, which names the file, for one that cannot be read or is wrong.
    """
    path = project_dir / FILE
    mistaken = path.with_suffix(".yml")
    if mistaken.exists():
        raise ProgramError(f"{mistaken} is not read: name the file {FILE}")
    try:
        return waivers_of(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ProgramError(f"{path} must be a readable text in UTF-8: {error}") from error
    except WaiverError as error:
        raise ProgramError(f"{path}: {error}") from error


def judgement(
    stage: str,
    resources: Sequence[RegisteredResource],
    waivers: Sequence[Waiver],
    today: date | None = None,
) -> Judgement:
    """What the rules say of what the program registers for that stage.

    ``today`` decides which waivers have run out; without it the machine's date does.
    """
    protected = any(resource.options.protect for resource in resources)
    production = is_production(stage, protected=protected)
    return judge(resources, production=production, waivers=waivers, today=today)


def of_severity(findings: Iterable[Finding], severity: Severity) -> list[str]:
    """The findings of that severity in plain words. What is said of several is said once."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if one.rule.severity == severity:
            alike.setdefault((one.rule.id, one.problem), []).append(one)
    return [_said(group) for group in alike.values()]


def _said(group: Sequence[Finding]) -> str:
    first, *others = group
    names = ", ".join([*(one.name for one in others[:NAMED]), *(["…"] if others[NAMED:] else [])])
    return str(first) + (f" (and {len(others)} more like it: {names})" if others else "")
