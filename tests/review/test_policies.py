"""The policies' section: what is found now, what no more, and what is refused."""

from __future__ import annotations

from typing import Any

from policy.rules import Finding, Rule, Severity, Waiver
from review.policies import policies
from tests.support.sides import side_of


def finding(
    rule: str, name: str, problem: str = "Resource is '*'", severity: Severity = Severity.MANDATORY
) -> Finding:
    def silent(*_: Any) -> Any:
        return iter(())

    holds, remedy = "Resources are named.", "name the resource's ARN"
    made = Rule(rule, severity, holds, remedy, ("Role",), silent, "ours")
    return Finding(made, name, f"urn:pulumi:dev::shop::{name}", problem)


def test_a_finding_that_stands_as_before_has_no_line_and_is_counted() -> None:
    side = side_of(findings=(finding("no-wildcard", "wide"),))

    assert (policies(side, side).lines, policies(side, side).summary) == ((), "1 as before")


def test_a_new_finding_is_said_with_its_remedy_and_its_rule() -> None:
    section = policies(side_of(), side_of(findings=(finding("no-wildcard", "wide"),)))

    assert section.lines == (
        "- **mandatory** `wide`: Resource is '&#42;'; name the resource's ARN (`no-wildcard`)",
    )
    assert section.summary == "**1 new**"


def test_the_same_problem_of_several_resources_is_one_line_and_mandatory_ones_come_first() -> None:
    found = (
        finding("alarm-has-topic", "a", "tells nobody", Severity.ADVISORY),
        finding("alarm-has-topic", "b", "tells nobody", Severity.ADVISORY),
        finding("no-wildcard", "wide"),
    )

    said = policies(side_of(), side_of(findings=found)).lines
    assert [line.partition(":")[0] for line in said] == [
        "- **mandatory** `wide`", "- **advisory** `a`, `b`",
    ]  # fmt: skip


def test_a_finding_that_is_gone_is_resolved() -> None:
    section = policies(side_of(findings=(finding("no-wildcard", "wide"),)), side_of())

    assert [line.partition(":")[0] for line in section.lines] == ["- resolved `wide`"]
    assert section.summary == "1 resolved"


def test_what_is_waived_now_is_not_resolved_and_its_reason_is_said() -> None:
    found = finding("alarm-has-topic", "bell", "tells nobody", Severity.ADVISORY)
    waiver = Waiver("alarm-has-topic", "b*", "Nobody is on call.", "2030-01-31", "2030-03-31")

    section = policies(side_of(findings=(found,)), side_of(waived=((found, waiver),)))
    assert section.lines == (
        "- **waived** until 2030-03-31 `bell`: Nobody is on call. (`alarm-has-topic`)",
    )
    assert section.summary == "**1 waived**"
    assert (
        policies(side_of(waived=((found, waiver),)), side_of(waived=((found, waiver),))).lines == ()
    )


def test_what_is_no_longer_waived_is_new() -> None:
    found = finding("alarm-has-topic", "bell", "tells nobody", Severity.ADVISORY)
    waiver = Waiver("alarm-has-topic", "b*", "Nobody is on call.", "2030-01-31")

    section = policies(side_of(waived=((found, waiver),)), side_of(findings=(found,)))
    assert section.summary == "**1 new**"


def test_what_would_be_refused_comes_first_and_once() -> None:
    before = side_of(refusals=("old: refused", "both"))
    after = side_of(refusals=("new: `x`|", "new: `x`|", "both"), findings=(finding("r", "a"),))

    section = policies(before, after)
    assert section.lines[0] == "- **refused:** new: &#96;x&#96;&#124;"
    assert section.lines[-1] == "- no longer refused: old: refused"
    assert len(section.lines) == 3
    assert section.summary == "**1 refusal**, **1 new**"


def test_what_the_program_warns_of_now_is_said_and_what_no_more() -> None:
    before, after = side_of(warnings=("old", "both")), side_of(warnings=("both", "new"))

    assert policies(before, after).lines == (
        "- **the program warns:** new",
        "- the program no longer warns: old",
    )


def test_of_a_new_stage_everything_is_new_and_of_a_removed_one_nothing_is_said() -> None:
    side = side_of(findings=(finding("no-wildcard", "wide"),))

    assert len(policies(None, side).lines) == 1
    assert policies(side, None).lines == ()
