"""The policies' section: what is found now, what no more, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from policy.rules import Finding, Rule, Severity, Waiver
from review.policies.policies_changed import policies
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

    section = policies(side, side)
    assert (section.lines, section.summary) == ((), "1 mandatory as before")


def test_a_new_finding_is_said_with_its_remedy_and_its_rule() -> None:
    section = policies(side_of(), side_of(findings=(finding("no-wildcard", "wide"),)))

    assert section.lines == (
        "- **mandatory** `wide`: Resource is '&#42;'; name the resource's ARN (`no-wildcard`)",
    )
    assert section.summary == "**1 mandatory new**"


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

    assert [line.partition(":")[0] for line in section.lines] == ["- resolved, mandatory `wide`"]
    assert section.summary == "1 mandatory resolved"


ADVICE = finding("alarm-has-topic", "bell", "tells nobody", Severity.ADVISORY)
WAIVER = Waiver("alarm-has-topic", "b*", "Nobody is on call.", "2030-01-31", "2030-03-31")


def written(waiver: Waiver) -> dict[str, Any]:
    """A waiver that the base does not have."""
    return {"waivers": (waiver,), "new_waivers": (waiver,)}


def test_what_an_older_waiver_covers_now_is_not_resolved_and_its_reason_is_said() -> None:
    before = side_of(findings=(ADVICE,), waivers=(WAIVER,))
    after = side_of(waived=((ADVICE, WAIVER),), waivers=(WAIVER,))

    section = policies(before, after)
    assert section.lines == (
        "- **waived** until 2030-03-31 `bell`: tells nobody (`alarm-has-topic`). Its reason: "
        "Nobody is on call.",
    )
    assert section.summary == "**1 advisory waived**"
    assert policies(after, after).lines == ()
    assert policies(None, after).lines == section.lines


def test_a_waiver_of_the_change_itself_stands_out_with_all_that_it_covers() -> None:
    found = finding("no-wildcard-action", "wide", "allows `*`")
    waiver = Waiver("no-wildcard-action", "*", "We need it.", "2030-01-31")

    section = policies(side_of(), side_of(waived=((found, waiver),) * 2, **written(waiver)))
    assert section.lines == (
        "- **This change writes a waiver of a rule that is mandatory**: `no-wildcard-action` on "
        "`*`; it covers what stands below. Its reason: We need it.",
        "  - `wide`: allows &#96;&#42;&#96; (`no-wildcard-action`)",
    )
    assert section.summary == "**1 mandatory waived**"


def test_a_waiver_that_is_written_anew_is_the_changes_own() -> None:
    wider = replace(WAIVER, resource="*")
    before = side_of(waived=((ADVICE, WAIVER),), waivers=(WAIVER,))

    section = policies(before, side_of(waived=((ADVICE, wider),), **written(wider)))
    assert section.lines[0].startswith(
        "- **This change writes a waiver of a rule that is advisory**: `alarm-has-topic` on `*`"
    )


def test_a_waiver_of_the_change_that_covers_nothing_yet_is_said() -> None:
    (line,) = policies(side_of(), side_of(**written(WAIVER))).lines

    assert "a waiver of a rule that is advisory" in line
    assert "it covers nothing here yet. Its reason: Nobody is on call." in line


def test_of_what_a_waiver_covers_the_first_problems_are_said() -> None:
    found = [finding("no-wildcard-action", "wide", f"allows {n}") for n in range(20)]
    waiver = Waiver("no-wildcard-action", "*", "We need it.", "2030-01-31")

    lines = policies(
        side_of(), side_of(waived=tuple((one, waiver) for one in found), **written(waiver))
    ).lines
    assert len(lines) == 10
    assert lines[-1] == "  - and 12 more problems"


def test_a_finding_of_several_statements_is_one() -> None:
    one = finding("no-wildcard", "wide")

    assert policies(side_of(), side_of(findings=(one, one))).summary == "**1 mandatory new**"
    assert policies(side_of(findings=(one, one)), side_of(findings=(one,))).summary == (
        "1 mandatory as before"
    )


def test_what_stands_as_before_is_named_where_something_else_is_said() -> None:
    old, new = finding("no-wildcard", "wide"), finding("no-wildcard", "wider")

    section = policies(side_of(findings=(old, ADVICE)), side_of(findings=(old, ADVICE, new)))
    assert section.lines[-1] == (
        "- as before: mandatory `no-wildcard` of 1, advisory `alarm-has-topic` of 1"
    )
    assert section.summary == "**1 mandatory new**, 1 mandatory and 1 advisory as before"


def test_what_is_no_longer_waived_is_new() -> None:
    section = policies(side_of(waived=((ADVICE, WAIVER),)), side_of(findings=(ADVICE,)))

    assert section.summary == "**1 advisory new**"


def test_what_would_be_refused_comes_first_and_once() -> None:
    before = side_of(refusals=("old: refused", "both"))
    after = side_of(refusals=("new: `x`|", "new: `x`|", "both"), findings=(finding("r", "a"),))

    section = policies(before, after)
    assert section.lines[0] == "- **refused:** new: &#96;x&#96;&#124;"
    assert section.lines[-1] == "- no longer refused: old: refused"
    assert len(section.lines) == 3
    assert section.summary == "**1 refusal**, **1 mandatory new**"


def test_what_the_program_warns_of_now_is_said_and_what_no_more() -> None:
    before = side_of(warnings=("alarmTopicArns is empty: alarms tell nobody", "both"))
    after = side_of(warnings=("both", "No origin may connect"))

    assert policies(before, after).lines == (
        "- **the program warns:** No origin may connect",
        "- no longer warned of (mended, or not looked for any more): alarmTopicArns is empty: "
        "alarms tell nobody",
    )


def test_a_warning_in_other_words_is_one_line_and_neither_gained_nor_gone() -> None:
    before = side_of(warnings=("The load needs 233 connects a second.",))
    after = side_of(warnings=("The load needs 234 connects a second or more.",))

    assert policies(before, after).lines == (
        "- **the program warns in other words:** The load needs 234 connects a second or more.; "
        "before: The load needs 233 connects a second.",
    )


def test_of_a_new_stage_everything_is_new_and_of_a_removed_one_nothing_is_said() -> None:
    side = side_of(findings=(finding("no-wildcard", "wide"),))

    assert len(policies(None, side).lines) == 1
    assert policies(side, None).lines == ()
