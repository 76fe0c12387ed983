"""Findings: their order, what is asked, and which stages are production."""

from __future__ import annotations

import dataclasses

import pytest

from policy.rules import Severity, findings, is_production
from tests.policy.cases import document, made

CLOSED = document(
    Effect="Deny", Action="sqs:*", Principal="*",
    Condition={"Bool": {"aws:SecureTransport": "false"}},
)  # fmt: skip


def test_mandatory_findings_come_first_and_the_order_does_not_depend_on_the_programs() -> None:
    alarm = made("Alarm", {}, "an-alarm")
    groups = [made("LogGroup", {}, name) for name in ("b", "a")]
    queue = made("Queue", {"sqsManagedSseEnabled": False, "policy": CLOSED}, "c")
    all_of_them = [alarm, *groups, queue]

    found = findings(all_of_them, production=True)

    assert [(one.rule.id, one.name) for one in found] == [
        ("log-retention-set", "a"),
        ("log-retention-set", "b"),
        ("queue-encrypted", "c"),
        ("alarm-has-topic", "an-alarm"),
    ]
    assert findings(all_of_them[::-1], production=True) == found
    assert [one.rule.severity for one in found[-2:]] == [Severity.MANDATORY, Severity.ADVISORY]


def test_what_the_program_only_reads_is_not_its_to_change() -> None:
    group = made("LogGroup", {})

    assert findings([dataclasses.replace(group, read=True)], production=True) == []
    assert len(findings([group], production=True)) == 1


@pytest.mark.parametrize(
    ("stage", "protected", "production"),
    [
        ("prod", False, True),
        ("production", False, True),
        ("Prod", False, True),
        ("prod-eu", False, True),
        ("non-prod", False, False),
        ("preprod", False, False),
        ("dev", False, False),
        ("reproduction", False, False),
        ("staging", True, True),
    ],
)
def test_a_stage_is_production_by_its_name_or_because_it_is_protected(
    stage: str, protected: bool, production: bool
) -> None:
    assert is_production(stage, protected=protected) is production


def test_the_names_of_production_may_be_patterns() -> None:
    assert is_production("live-eu", protected=False, names=["live-*"])
    assert not is_production("prod", protected=False, names=["live-*"])
