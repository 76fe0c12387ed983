"""What the policies and the AWS provider say of a change: found now, found no more. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.rules import Finding, Severity
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
    resolved = [old[key] for key in old if key not in new]
    known = set(before.refusals) if before else set()
    refused = [one for one in dict.fromkeys(after.refusals) if one not in known]
    lines = [
        *(f"- **refused:** {plain(one)}" for one in refused),
        *_found(gained),
        *(f"- resolved {line}" for line in _lines(resolved)),
        *(f"- no longer refused: {plain(one)}" for one in sorted(known - {*after.refusals})),
    ]
    return Section(TITLE, tuple(lines), _summary(after, gained, resolved, refused))


def _by_key(side: Side | None) -> dict[Key, Finding]:
    """Without the URNs: a resource that has another parent now is found for the same reason."""
    found = side.findings if side else ()
    return {(one.rule.id, one.name, one.problem): one for one in found}


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


def _summary(
    after: Side, gained: Sequence[Finding], resolved: Sequence[Finding], refused: Sequence[str]
) -> str:
    stand = len(after.findings) - len(gained)
    told = [
        f"**{counted(len(refused), 'refusal')}**" if refused else "",
        f"**{len(gained)} new**" if gained else "",
        f"{len(resolved)} resolved" if resolved else "",
        f"{stand} as before" if stand > 0 else "",
    ]
    return ", ".join(one for one in told if one)
