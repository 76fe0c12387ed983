"""Exceptions from rules: what they cover since the change, and which are the change's own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy.rules import RULES, Finding, Waiver
from review.side import Side
from review.text.markdown import code, counted, listed, plain, shortened

Key = tuple[str, str, str]
REASON = 300
"""Characters of a reason."""
SHOWN = 8
"""Problems that are said of what one exception covers."""


def key_of(finding: Finding) -> Key:
    """Without the URN: a resource that has another parent now is found for the same reason."""
    return finding.rule.id, finding.name, finding.problem


def keyed(findings: Iterable[Finding]) -> dict[Key, Finding]:
    """Each finding once: a rule finds the same of each statement of a document."""
    return {key_of(one): one for one in findings}


def waived_now(before: Side | None, after: Side) -> dict[Key, Finding]:
    """What an exception covers since this change: it must not look resolved."""
    known = {key_of(finding) for finding, _ in before.waived} if before else set()
    found = keyed(finding for finding, _ in after.waived)
    return {key: one for key, one in sorted(found.items()) if key not in known}


def waiver_lines(before: Side | None, after: Side) -> Iterator[str]:
    """The change's own exceptions with all that they cover; of older ones, what they cover now."""
    now = waived_now(before, after)
    for waiver in after.waivers:
        covered = keyed(finding for finding, one in after.waived if one == waiver)
        if waiver in after.new_waivers:
            yield from _new(waiver, [*covered.values()])
    for waiver in after.waivers:
        if waiver not in after.new_waivers:
            covered = keyed(f for f, one in after.waived if one == waiver and key_of(f) in now)
            for what in _problems([*covered.values()]):
                yield f"- **waived**{_until(waiver)} {what}. {_reason(waiver)}"


def _new(waiver: Waiver, covered: Sequence[Finding]) -> Iterator[str]:
    severities = {one.rule.severity for one in covered} or {
        rule.severity for rule in RULES if rule.id == waiver.rule
    }
    kind = " and ".join(sorted(severities, reverse=True))
    scope = "it covers what stands below" if covered else "it covers nothing here yet"
    yield (
        f"- **This change writes a waiver of a rule that is {kind}**: {code(waiver.rule)} on "
        f"{code(waiver.resource)}{_until(waiver)}; {scope}. {_reason(waiver)}"
    )
    told = [*_problems(covered)]
    yield from (f"  - {problem}" for problem in told[:SHOWN])
    if told[SHOWN:]:
        yield f"  - and {counted(len(told) - SHOWN, 'more problem')}"


def _problems(findings: Sequence[Finding]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.rule.id, one.problem), []).append(one)
    for (rule, problem), group in groups.items():
        yield f"{listed(code(one.name) for one in group)}: {plain(problem)} ({code(rule)})"


def _until(waiver: Waiver) -> str:
    return f" until {plain(waiver.until)}" if waiver.until else ""


def _reason(waiver: Waiver) -> str:
    return f"Its reason: {plain(shortened(waiver.reason, REASON))}"
