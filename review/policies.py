"""What the policies and the AWS provider say of a change: found now, found no more. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.rules import Finding, Severity, Waiver
from review.markdown import code, counted, listed, plain
from review.section import Section
from review.side import Side

TITLE = "Policies"
Key = tuple[str, str, str]


def policies(before: Side | None, after: Side | None) -> Section:
    """Findings gained and resolved, and what would be refused when it is deployed."""
    if after is None:
        return Section(TITLE, ())
    old, new = _by_key(before), _by_key(after)
    gained = [new[key] for key in new if key not in old]
    waived = _waived_now(before, after)
    kept = {*new, *(_key(finding) for finding, _ in after.waived)}
    resolved = [old[key] for key in old if key not in kept]
    refused, accepted = _differences(before.refusals if before else (), after.refusals)
    warned, silent = _differences(before.warnings if before else (), after.warnings)
    lines = [
        *(f"- **refused:** {plain(one)}" for one in refused),
        *_found(gained),
        *(f"- **the program warns:** {plain(one)}" for one in warned),
        *_exceptions(waived),
        *(f"- resolved {line}" for line in _lines(resolved)),
        *(f"- no longer refused: {plain(one)}" for one in accepted),
        *(f"- the program no longer warns: {plain(one)}" for one in silent),
    ]
    counts = (len(gained), len(waived), len(resolved))
    return Section(TITLE, tuple(lines), _summary(after, len(refused), *counts))


def _differences(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """The sentences that come, and those that go."""
    return sorted({*new} - {*old}), sorted({*old} - {*new})


def _key(finding: Finding) -> Key:
    """Without the URN: a resource that has another parent now is found for the same reason."""
    return finding.rule.id, finding.name, finding.problem


def _by_key(side: Side | None) -> dict[Key, Finding]:
    return {_key(one): one for one in side.findings} if side else {}


def _waived_now(before: Side | None, after: Side) -> list[tuple[Finding, Waiver]]:
    """What an exception covers since this change: it must not look resolved."""
    known = {_key(finding) for finding, _ in before.waived} if before else set()
    found = [(finding, waiver) for finding, waiver in after.waived if _key(finding) not in known]
    return sorted(found, key=lambda one: _key(one[0]))


def _found(gained: Sequence[Finding]) -> Iterator[str]:
    for severity in Severity:
        for line in _lines([one for one in gained if one.rule.severity == severity]):
            yield f"- **{severity}** {line}"


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each problem, with the resources that have it."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule.id, finding.problem), []).append(finding)
    for (rule, problem), group in groups.items():
        who = listed(code(one.name) for one in group)
        yield f"{who}: {plain(problem)}; {plain(group[0].rule.remedy)} ({code(rule)})"


def _exceptions(waived: Sequence[tuple[Finding, Waiver]]) -> Iterator[str]:
    by_waiver: dict[Waiver, list[Finding]] = {}
    for finding, waiver in waived:
        by_waiver.setdefault(waiver, []).append(finding)
    for waiver, findings in by_waiver.items():
        who = listed(code(name) for name in dict.fromkeys(one.name for one in findings))
        until = f" until {plain(waiver.until)}" if waiver.until else ""
        yield f"- **waived**{until} {who}: {plain(waiver.reason)} ({code(waiver.rule)})"


def _summary(after: Side, refused: int, gained: int, waived: int, resolved: int) -> str:
    stand = len(after.findings) - gained
    told = [
        f"**{counted(refused, 'refusal')}**" if refused else "",
        f"**{gained} new**" if gained else "",
        f"**{waived} waived**" if waived else "",
        f"{resolved} resolved" if resolved else "",
        f"{stand} as before" if stand > 0 else "",
    ]
    return ", ".join(one for one in told if one)
