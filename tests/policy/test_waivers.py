"""Written exceptions: what one must say, what it waives, and when it is of no use."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from policy.rules import RULES, Waiver, WaiverError, findings, judge, unused, waivers_of
from tests.policy.cases import made

TODAY = date(2026, 11, 27)
GOOD = {"rule": "log-retention-set", "resource": "audit-*", "reason": "The law wants ten years.",
        "dated": "2026-11-01", "until": "2027-11-01"}  # fmt: skip
GROUPS = [made("LogGroup", {}, name) for name in ("audit-logs", "other-logs")]


def waiver(**fields: str | None) -> Waiver:
    values: dict[str, Any] = GOOD | fields
    return Waiver(**values)


def said(*waivers: Waiver) -> list[str]:
    found = findings(GROUPS, production=False, waivers=waivers, today=TODAY)
    return [f"{one.rule.id} {one.name}" for one in found]


def test_a_waiver_waives_its_rule_where_its_pattern_fits() -> None:
    assert said() == ["log-retention-set audit-logs", "log-retention-set other-logs"]
    assert said(waiver()) == ["log-retention-set other-logs"]
    assert said(waiver(rule="queue-encrypted")) == said()


def test_what_was_waived_is_told_with_its_waiver() -> None:
    judgement = judge(GROUPS, production=False, waivers=[waiver()], today=TODAY)

    assert [(one.name, by) for one, by in judgement.waived] == [("audit-logs", waiver())]


@pytest.mark.parametrize(
    ("until", "waives"), [("2026-11-26", False), ("2026-11-27", True), (None, True)]
)
def test_a_waiver_waives_up_to_its_last_day(until: str | None, waives: bool) -> None:
    assert ("log-retention-set audit-logs" not in said(waiver(until=until))) is waives


def test_a_waiver_that_ran_out_is_an_advisory_finding_with_its_reason() -> None:
    (*_, ran_out) = findings(
        GROUPS, production=False, waivers=[waiver(until="2026-11-26")], today=TODAY
    )

    assert (ran_out.rule.id, ran_out.rule.severity) == ("waiver-in-force", "advisory")
    assert str(ran_out) == (
        "waiver of 2026-11-01 for log-retention-set on audit-*: it waived until 2026-11-26 (The "
        "law wants ten years.); remove the waiver, or write it again with a new date "
        "[waiver-in-force]"
    )


def test_a_waiver_is_of_no_use_only_when_no_stage_needs_it() -> None:
    needed = waiver()
    ran_out = waiver(resource="other-*", until="2026-11-26")
    useless = waiver(resource="gone-*")
    waivers = (needed, ran_out, useless)
    stages = [judge(some, production=False, waivers=waivers, today=TODAY) for some in ([], GROUPS)]

    assert [one.name for one in unused(waivers, stages)] == [
        "waiver of 2026-11-01 for log-retention-set on gone-*"
    ]
    assert [one.rule.id for one in unused(waivers, stages[:1])] == ["waiver-in-use"] * 2


def test_waivers_are_read_from_yaml_from_json_and_from_a_mapping() -> None:
    yaml = """
waivers:
  - rule: log-retention-set
    resource: audit-*
    reason: The law wants ten years.
    dated: 2026-11-01
    until: 2027-11-01
"""
    json = """{"waivers": [{"rule": "log-retention-set", "resource": "audit-*", "until": null,
        "reason": "The law wants ten years.", "dated": "2026-11-01"}]}"""

    assert waivers_of(yaml) == waivers_of({"waivers": [GOOD]}) == (waiver(),)
    assert waivers_of(json) == (waiver(until=None),)
    assert waivers_of("# nothing yet\n") == waivers_of({"waivers": []}) == ()
    assert waivers_of("waivers:\n  # nothing any more\n") == ()


WRONG: dict[str, tuple[object, str]] = {
    "no YAML": ("waivers: [", "the waivers are no YAML"),
    "a list": ("[]", "holds one key, waivers, with a list; got []"),
    "another key": ({"waiver": []}, "holds one key, waivers"),
    "no list": ({"waivers": {}}, "waivers must hold a list of waivers, got {}"),
    "a text": ({"waivers": ["all"]}, "waiver 1 must have the fields rule, resource, reason, dated"),
    "a field too many": ({"waivers": [GOOD | {"by": "me"}]}, "waiver 1 must have the fields"),
    "an unknown rule": (
        {"waivers": [GOOD, GOOD | {"rule": "logs"}]},
        "waiver 2: rule must be the id of a rule, as docs/policies.md lists them; got 'logs'"),
    "no reason": ({"waivers": [GOOD | {"reason": " "}]}, "reason must be a text that is not empty"),
    "no resource": (
        {"waivers": [GOOD | {"resource": None}]}, "waiver 1: resource must be there, a text"),
    "a list of resources": (
        {"waivers": [GOOD | {"resource": ["a"]}]},
        "waiver 1: resource must be a text that is not empty, got ['a']"),
    "a rule that is nearly right": (
        {"waivers": [GOOD | {"rule": "log-retention"}]}, "did you mean log-retention-set?"),
    "a day as a number": ("waivers: [{rule: log-retention-set, resource: a, reason: b, dated: "
                          "20261127}]", "dated must be a day such as 2026-11-27, got '20261127'"),
    "a moment": ("waivers: [{rule: log-retention-set, resource: a, reason: b, dated: "
                 "2026-11-27 10:00:00}]", "got '2026-11-27 10:00:00'"),
    "no such day": (
        {"waivers": [GOOD | {"until": "2027-02-30"}]}, "day such as 2026-11-27, got '2027-02-30'"),
    "no date": (
        {"waivers": [GOOD | {"dated": None}]}, "dated must be a day such as 2026-11-27, got noth"),
    "an end before its day": (
        {"waivers": [GOOD | {"until": "2026-10-31"}]},
        "waiver 1: until must not be before dated, got 2026-10-31 and 2026-11-01"),
    "the same twice": (
        {"waivers": [GOOD, GOOD | {"rule": "queue-encrypted"}, GOOD | {"reason": "Why not?"}]},
        "waiver 3 repeats waiver 1: both are for log-retention-set on audit-*"),
    "no day": (
        {"waivers": [GOOD | {"dated": "November"}]},
        "waiver 1: dated must be a day such as 2026-11-27, got 'November'"),
    "no last day": ({"waivers": [GOOD | {"until": "soon"}]}, "until must be a day such as"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_waiver_that_says_too_little_is_refused_with_what_it_must_say(wrong: str) -> None:
    source, says = WRONG[wrong]

    with pytest.raises(WaiverError) as refused:
        waivers_of(source)  # type: ignore[arg-type]
    assert says in str(refused.value)


def test_a_waiver_may_be_of_every_rule() -> None:
    entries = [GOOD | {"rule": rule.id} for rule in RULES]

    assert len(waivers_of({"waivers": entries})) == len(RULES)
