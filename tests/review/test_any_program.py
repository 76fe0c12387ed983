"""What holds for the pure sections, whatever a program registers: a review must not break on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.aws_provider import RecordedProgram
from review.composition import SECTIONS
from review.side import Side
from tests.support.sides import stage_side

SUBJECTS = (
    "iam/", "lambda/function:", "lambda/permission", "sfn/", "queuePolicy", "metricAlarm", "table",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, "", "[secret]", [], {}, 0, 12.5, True, "*", "{checkout-orders}", ["*"], {"a": None}, "[]",
    '{"Statement": [1]}', '{"Statement": {"Effect": "Allow", "Principal": {"AWS": [null]}}}',
    '{"Statement": {"Action": null, "Resource": {}, "Condition": {"Bool": "x"}}}',
    '{"States": {"A": {}}}', '{"StartAt": "A", "States": {"A": {"Next": "A", "Retry": [{}]}}}',
    '{"States": []}', '{"States": {"A": null}}', '{"StartAt": {}, "States": {"A": {"Catch": {}}}}',
)  # fmt: skip


@st.composite
def odd_programs(draw: st.DrawFn) -> Side:
    """Our production with a few inputs that are odd, and a few resources that are not there."""
    side = stage_side("prod")
    resources = dict(side.record.resources)
    looked_at = sorted(
        urn for urn, one in resources.items() if any(s in one.type for s in SUBJECTS)
    )
    for urn in draw(st.lists(st.sampled_from(looked_at), max_size=6, unique=True)):
        inputs = resources[urn].inputs
        key = draw(st.sampled_from(sorted(inputs)))
        value = draw(st.sampled_from(ODD))
        resources[urn] = replace(resources[urn], inputs={**inputs, key: value})
    for urn in draw(st.lists(st.sampled_from(looked_at), max_size=3, unique=True)):
        resources.pop(urn)
    return replace(side, record=RecordedProgram(resources))


@given(odd_programs())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_section_breaks_on_an_odd_program(odd: Side) -> None:
    usual = stage_side("prod")

    for section in SECTIONS:
        for sides in ((usual, odd), (odd, usual), (odd, None), (None, odd)):
            told = section(*sides)
            assert told == section(*sides)
            assert not [line for line in told.lines if "\n" in line]
        assert section(odd, odd).lines == ()


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_no_section_breaks_on_an_odd_definition_or_policy(value: object) -> None:
    side = stage_side("prod")
    for key in (
        "definition",
        "policy",
        "assumeRolePolicy",
        "handler",
        "memorySize",
        "metricQueries",
    ):
        resources = {
            urn: replace(one, inputs={**one.inputs, key: value}) if key in one.inputs else one
            for urn, one in side.record.resources.items()
        }
        odd = replace(side, record=RecordedProgram(resources))
        for section in SECTIONS:
            section(side, odd)
            assert section(odd, odd).lines == ()
