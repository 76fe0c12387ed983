"""Judges the resources of one stage by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fnmatch import fnmatchcase

from .registered import Registered
from .rule import Finding, Resource, Rule
from .ruleset import RULES
from .unknown import UnknownValueError
from .waivers import Waiver


def findings(
    resources: Sequence[Resource],
    *,
    production: bool,
    waivers: Sequence[Waiver] = (),
    today: date | None = None,
    rules: Sequence[Rule] = RULES,
) -> list[Finding]:
    """What does not hold and is not waived: mandatory ones first, then by rule and name.

    A rule that needs an unknown value of a resource is silent about that resource. ``today``
    decides which waivers have run out; without it the machine's date does.
    """
    registered = Registered(resources)
    day = today or date.today()  # noqa: DTZ011 - a waiver ends on a day, wherever it is read
    in_force = [waiver for waiver in waivers if waiver.waives_on(day)]
    found = [
        finding
        for rule in rules
        if production or not rule.production
        for finding in findings_of(rule, registered)
        if not any(waives(waiver, finding) for waiver in in_force)
    ]
    return sorted(found, key=order)


def findings_of(rule: Rule, registered: Registered) -> list[Finding]:
    """What one rule finds, of resources that the program itself makes."""
    return [
        Finding(rule, resource.name, resource.urn, problem)
        for kind in rule.kinds
        for resource in registered.of_type(kind)
        if not resource.read
        for problem in problems(rule, resource, registered)
    ]


def problems(rule: Rule, resource: Resource, registered: Registered) -> list[str]:
    """The rule's sentences about one resource of ``registered``; none where a value is unknown."""
    try:
        return [*rule.check(resource, registered)]
    except UnknownValueError:
        return []


def waives(waiver: Waiver, finding: Finding) -> bool:
    """Whether the waiver is of that finding."""
    return waiver.rule == finding.rule.id and fnmatchcase(finding.name, waiver.resource)


def order(finding: Finding) -> tuple[bool, str, str, str, str]:
    """The key that findings are sorted by."""
    advisory = finding.rule.severity == "advisory"
    return advisory, finding.rule.id, finding.name, finding.urn, finding.problem
