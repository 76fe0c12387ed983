"""What the policies and the AWS provider say of a change: found now, found no more. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from policy.rules import Finding, Severity
from review.policies.waived import key_of, keyed, waived_now, waiver_lines
from review.policies.warnings_changed import differences, silent_lines, warned_lines
from review.side import Side
from review.text.markdown import code, counted, listed, plain
from review.text.section import Section

TITLE = "Policies"
STANDING = 12
"""Rules that are named of what stands as before."""


def policies(before: Side | None, after: Side | None) -> Section:
    """Findings gained and resolved, and what would be refused when it is deployed."""
    if after is None:
        return Section(TITLE, ())
    old, new = keyed(before.findings if before else ()), keyed(after.findings)
    gained = [new[key] for key in new if key not in old]
    stand = [new[key] for key in new if key in old]
    waived = waived_now(before, after)
    kept = {*new, *(key_of(finding) for finding, _ in after.waived)}
    resolved = [old[key] for key in old if key not in kept]
    refused, accepted = differences(before.refusals if before else (), after.refusals)
    warnings = (before.warnings if before else (), after.warnings)
    lines = [
        *(f"- **refused:** {plain(one)}" for one in refused),
        *_found(gained),
        *waiver_lines(before, after),
        *warned_lines(*warnings),
        *(f"- resolved, {severity} {line}" for severity, line in _by_severity(resolved)),
        *(f"- no longer refused: {plain(one)}" for one in accepted),
        *silent_lines(*warnings),
    ]
    if lines and stand:
        lines.append(f"- as before: {_rules(stand)}")
    return Section(
        TITLE,
        tuple(lines),
        _summary(
            f"**{counted(len(refused), 'refusal')}**" if refused else "",
            _told(gained, "new", bold=True),
            _told(waived.values(), "waived", bold=True),
            _told(resolved, "resolved"),
            _told(stand, "as before"),
        ),
    )


def _found(gained: Sequence[Finding]) -> Iterator[str]:
    for severity, line in _by_severity(gained):
        yield f"- **{severity}** {line}"


def _by_severity(findings: Sequence[Finding]) -> Iterator[tuple[Severity, str]]:
    for severity in Severity:
        for line in _lines([one for one in findings if one.rule.severity == severity]):
            yield severity, line


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each problem, with the resources that have it."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule.id, finding.problem), []).append(finding)
    for (rule, problem), group in groups.items():
        who = listed(code(one.name) for one in group)
        yield f"{who}: {plain(problem)}; {plain(group[0].rule.remedy)} ({code(rule)})"


def _rules(findings: Sequence[Finding]) -> str:
    """Which rules do not hold of how many, the mandatory ones first."""
    told = []
    for severity in Severity:
        counts = Counter(one.rule.id for one in findings if one.rule.severity == severity)
        told += [f"{severity} {code(rule)} of {count}" for rule, count in sorted(counts.items())]
    return listed(told, STANDING)


def _told(findings: Iterable[Finding], word: str, *, bold: bool = False) -> str:
    """``3 mandatory, 1 advisory new``."""
    counts = Counter(one.rule.severity for one in findings)
    told = " and ".join(f"{counts[one]} {one}" for one in Severity if counts[one])
    return f"{'**' * bold}{told} {word}{'**' * bold}" if told else ""


def _summary(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
