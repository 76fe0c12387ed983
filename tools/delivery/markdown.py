"""A run of the engine as Markdown: for a comment, a job's summary and a person's terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.delivery.events import Step, Update, Violation

ROWS = 40
"""Rows of a table that are shown. Whoever has to see more reads the run's log."""
TEXTS = 10
CHARACTERS = 500
FIRST = ("replace", "delete", "create", "update")
"""What a person should look at first comes first."""


def preview_report(stage: str, update: Update) -> str:
    """What ``pulumi preview`` says of the stage."""
    lines = [f"### pulumi preview of {stage}: {counted(update)}", "", *_forbidden(update)]
    for op in _ops(update):
        lines += _table(op, [one for one in update.steps if one.op == op])
    return _joined([*lines, *_advised(update)])


def drift_report(stage: str, update: Update) -> str:
    """What of the stage is not as its program and its last update say."""
    lines = [f"### Drift of {stage}: {drift_found(update)}", "", *_forbidden(update)]
    lines += _table("changed on AWS since the last update", update.elsewhere, with_op=True)
    lines += _table("what pulumi up would do", update.steps, with_op=True)
    return _joined([*lines, *_advised(update)])


def drift_found(update: Update) -> str:
    """In a few words."""
    if not update.is_whole:
        return "not known, the preview failed"
    if not (update.elsewhere or update.steps):
        return f"none, {update.unchanged} resources are as the program says"
    would = f"{len(update.steps)} that pulumi up would change"
    return f"{len(update.elsewhere)} changed on AWS, {would}"


def counted(update: Update) -> str:
    """``1 to replace, 2 to create, 180 unchanged``."""
    if not update.is_whole and not update.steps:
        return "failed"
    ops = [one.op for one in update.steps]
    parts = [f"{ops.count(op)} to {op}" for op in _ops(update)]
    parts.append(f"{update.unchanged} unchanged")
    return ("" if update.is_whole else "failed after: ") + ", ".join(parts)


def _ops(update: Update) -> list[str]:
    """The kinds of steps that there are, in the order of FIRST, others behind."""
    found = {one.op for one in update.steps}
    return [*(op for op in FIRST if op in found), *sorted(found.difference(FIRST))]


def _table(title: str, steps: Sequence[Step], with_op: bool = False) -> list[str]:
    if not steps:
        return []
    rows = [f"| {code(one.name)} | {code(one.type)} | {_changed(one, with_op)} |" for one in steps]
    more = [f"| and {len(rows) - ROWS} more | | |"] if len(rows) > ROWS else []
    heading = f"{title} ({len(steps)})"
    return [
        f"**{heading}**" if title in ("replace", "delete") else heading,
        "",
        "| resource | type | changed |",
        "|---|---|---|",
        *rows[:ROWS],
        *more,
        "",
    ]


def _changed(step: Step, with_op: bool) -> str:
    names = ", ".join(map(code, step.changed))
    return f"{step.op} {names}".strip() if with_op else names


def _forbidden(update: Update) -> list[str]:
    """Why the engine will not go on."""
    return [
        *_texts("Policies that forbid it", _violations(_of_kind(update, is_mandatory=True))),
        *_texts("Errors", update.errors),
    ]


def _advised(update: Update) -> list[str]:
    return [
        *_texts("Policies that advise", _violations(_of_kind(update, is_mandatory=False))),
        *_texts("Warnings", update.warnings),
    ]


def _of_kind(update: Update, is_mandatory: bool) -> list[Violation]:
    return [one for one in update.violations if one.is_mandatory is is_mandatory]


def _violations(violations: Sequence[Violation]) -> list[str]:
    """A line for each policy: what its first resource is told, and how many more there are."""
    by_policy: dict[str, list[Violation]] = {}
    for one in violations:
        by_policy.setdefault(one.policy, []).append(one)
    lines = []
    for policy, them in sorted(by_policy.items()):
        first = them[0]
        told = first.message if first.name in first.message else f"{first.name}: {first.message}"
        lines.append(f"{policy}: {told}" + (f" (and {len(them) - 1} more)" if them[1:] else ""))
    return lines


def _texts(title: str, texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    rows = [f"- {code(_cut(_of_no_account(one)))}" for one in texts[:TEXTS]]
    more = [f"- and {len(texts) - TEXTS} more"] if len(texts) > TEXTS else []
    return [f"**{title}**", "", *rows, *more, ""]


def _of_no_account(text: str) -> str:
    """The text without an AWS account's number: a refusal of AWS names who asked."""
    return re.sub(r"(?<!\d)\d{12}(?!\d)", "<account>", text)


def _cut(text: str) -> str:
    """The text, without its middle where it is too long: its end may count what is left out."""
    half = CHARACTERS // 2
    return text if len(text) <= CHARACTERS else f"{text[:half]} ... {text[-half:]}"


def code(text: str) -> str:
    """The text as code: nothing in it is Markdown, a mention or the border of a cell."""
    return "`" + " ".join(text.replace("`", "'").replace("|", "/").split()) + "`"


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
