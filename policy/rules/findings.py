"""Judges the resources of one stage by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from traceback import extract_tb

from .registered import Registered
from .rule import Finding, Resource, Rule, Severity
from .ruleset import RULES
from .unknown import UnknownValueError
from .waivers import Waiver


def _of_waivers(rule_id: str, holds: str, remedy: str) -> Rule:
    """A rule of waivers themselves. No resource is asked: its kinds are empty."""
    source = "This project: an exception that nobody reads again becomes the rule"
    return Rule(
        rule_id, Severity.ADVISORY, holds, remedy, (), lambda _, __: iter(()), source, alone=False
    )


WAIVER_IN_FORCE = _of_waivers(
    "waiver-in-force",
    "A waiver that has run out is removed or renewed. It waives nothing.",
    "remove the waiver, or write it again with a new date",
)
WAIVER_IN_USE = _of_waivers(
    "waiver-in-use", "A waiver waives something, in one stage at least.", "remove the waiver"
)


UNREADABLE = "one of its values has a shape that this rule cannot read"


@dataclass(frozen=True)
class Judgement:
    """What the rules say of one stage."""

    findings: list[Finding]
    """What does not hold and is not waived, sorted; waivers that have run out among them."""
    waived: tuple[tuple[Finding, Waiver], ...] = ()
    """What does not hold, and the waiver that says why that may be."""
    production: bool = False
    """Whether the rules of production were asked, too."""


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
    return judge(
        resources, production=production, waivers=waivers, today=today, rules=rules
    ).findings


def judge(
    resources: Sequence[Resource],
    *,
    production: bool,
    waivers: Sequence[Waiver] = (),
    today: date | None = None,
    rules: Sequence[Rule] = RULES,
) -> Judgement:
    """The findings, and which waivers were of use. For the arguments see ``findings``."""
    registered = Registered(resources)
    day = today or date.today()  # noqa: DTZ011 - a waiver ends on a day, wherever it is read
    in_force = [waiver for waiver in waivers if waiver.waives_on(day)]
    found: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    for rule in rules:
        for finding in findings_of(rule, registered) if production or not rule.production else ():
            of_it = [(finding, waiver) for waiver in in_force if waiver.is_of(finding)]
            waived += of_it[:1]
            found += [] if of_it else [finding]
    found += [_ran_out(waiver) for waiver in waivers if waiver not in in_force]
    return Judgement(sorted(found, key=_order), tuple(waived), production)


def unused(waivers: Sequence[Waiver], judgements: Sequence[Judgement]) -> list[Finding]:
    """The waivers that waive nothing in any of the stages: all stages of a program are needed."""
    used = {waiver for judgement in judgements for _, waiver in judgement.waived}
    ran_out = {one.name for judgement in judgements for one in judgement.findings if not one.urn}
    return [
        Finding(WAIVER_IN_USE, _name(waiver), "", f"it waives nothing ({waiver.reason})")
        for waiver in waivers
        if waiver not in used and _name(waiver) not in ran_out
    ]


def findings_of(rule: Rule, registered: Registered) -> Iterator[Finding]:
    """What one rule finds, of resources that the program itself makes."""
    for kind in rule.kinds:
        for resource in registered.of_type(kind):
            for problem in () if resource.read else problems(rule, resource, registered):
                yield Finding(rule, resource.name, resource.urn, problem)


def problems(rule: Rule, resource: Resource, registered: Registered) -> list[str]:
    """The rule's sentences about one resource of ``registered``; none where a value is unknown.

    A value of a shape that the provider's types do not have is a sentence, too: it ends no command.
    """
    try:
        return [*rule.check(resource, registered)]
    except UnknownValueError:
        return []
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return [f"{UNREADABLE} ({raised_at(error)})"]


def raised_at(error: Exception) -> str:
    """The error's kind and place. Its own text can hold a value, and that one can be secret."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _ran_out(waiver: Waiver) -> Finding:
    problem = f"it waived until {waiver.until} ({waiver.reason})"
    return Finding(WAIVER_IN_FORCE, _name(waiver), "", problem)


def _name(waiver: Waiver) -> str:
    return f"waiver of {waiver.dated} for {waiver.rule} on {waiver.resource}"


def _order(finding: Finding) -> tuple[bool, str, str, str, str]:
    advisory = finding.rule.severity == Severity.ADVISORY
    return advisory, finding.rule.id, finding.name, finding.urn, finding.problem
