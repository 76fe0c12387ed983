"""What the runbook tells operators to type exists, and its figures are the code's."""

from __future__ import annotations

import re
from typing import Any

from components.building_blocks.alarm_rules import RULES
from contract.limits import REPEATABLE_DAYS
from tests.support.recorded_program import record_stage
from tests.support.repository import REPO_ROOT

RUNBOOK = (REPO_ROOT / "docs" / "runbook.md").read_text()
ALARMS = dict(re.findall(r"^\| `…(-[a-z-]+-alarm)` \| ([^|]+) \|", RUNBOOK, re.MULTILINE))
"""The table's alarms: what the name ends in -> when it rings."""


def test_the_table_of_alarms_has_the_rules_of_the_code_and_no_others() -> None:
    assert {rule.suffix: rule.rings for rule in RULES} == ALARMS


def test_every_alarm_of_a_stage_is_in_the_table_and_rings_as_it_says() -> None:
    alarms = record_stage().of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    rules = {rule.suffix: rule for rule in RULES}
    seen = set()
    for alarm in alarms:
        (suffix,) = [one for one in rules if alarm.name.endswith(one)]
        seen.add(suffix)
        rule, inputs = rules[suffix], alarm.inputs
        assert (inputs["threshold"], inputs["datapointsToAlarm"], inputs["evaluationPeriods"]) == (
            rule.threshold, rule.minutes, rule.window,
        )  # fmt: skip
        for metric in metrics(inputs):
            assert metric["metricName"] == rule.metric
            assert metric["period"] == 60
            assert (metric.get("statistic") or metric["stat"]) == rule.statistic

    assert seen == set(rules)
    looked_at = sum(len(metrics(alarm.inputs)) for alarm in alarms)
    assert f"look at {looked_at} metrics, ${looked_at / 10:.2f} a month" in RUNBOOK


def metrics(inputs: dict[str, Any]) -> list[dict[str, Any]]:
    """What an alarm looks at: one metric, or those of its expression."""
    queries = inputs.get("metricQueries")
    return [query["metric"] for query in queries if "metric" in query] if queries else [inputs]


def test_the_life_of_the_records_is_the_true_one() -> None:
    assert f"live for {REPEATABLE_DAYS} days" in RUNBOOK
