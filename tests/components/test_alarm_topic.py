"""A stage whose data is protected and whose alarms notify nobody is warned of, once."""

from __future__ import annotations

import pytest

from tests.support.plans import stage_plan
from tests.support.recorded_program import DEV_CONFIG, record_stage

PROTECTED = {"realtime-checkout:deletionProtection": "true"}
TOPIC = '["arn:aws:sns:us-east-1:123456789012:alarms"]'


def warned(config: dict[str, str]) -> list[str]:
    return [one for one in record_stage(config).warnings if "alarmTopicArns" in one]


def test_the_warning_names_the_setting_and_the_command() -> None:
    (warning,) = warned({**DEV_CONFIG, **PROTECTED})

    assert warning.startswith("realtime-checkout:alarmTopicArns is empty")
    assert "pulumi config set --path 'realtime-checkout:alarmTopicArns[0]'" in warning


@pytest.mark.parametrize("config", [{}, {**PROTECTED, "realtime-checkout:alarmTopicArns": TOPIC}])
def test_a_stage_without_protection_or_with_a_topic_is_not_warned_of(
    config: dict[str, str],
) -> None:
    assert warned({**DEV_CONFIG, **config}) == []


def test_the_local_preview_of_prod_warns_too() -> None:
    planned = stage_plan("prod").warnings

    assert len([one for one in planned if "alarmTopicArns is empty" in one]) == 1
