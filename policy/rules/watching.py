"""What tells people: logs that end, alarms that reach somebody."""

from __future__ import annotations

from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import is_on, number


def _kept_for_ever(group: Resource, _: Registered) -> Iterator[str]:
    # 0 is the provider's word for ever. CloudWatch itself keeps a group of DELIVERY for two days.
    kept = number(group.inputs.get("retentionInDays", 0))
    if not kept and group.inputs.get("logGroupClass") != "DELIVERY":
        yield "it keeps its lines, and what they say of users, for ever"


def _tells_nobody(alarm: Resource, _: Registered) -> Iterator[str]:
    if not alarm.inputs.get("alarmActions"):
        yield "it rings and tells nobody"
    elif not is_on(alarm.inputs.get("actionsEnabled", True)):
        yield "its actions are switched off"


RULES = (
    Rule(
        id="log-retention-set",
        severity=Severity.MANDATORY,
        holds="A log group deletes its lines after some time. CloudWatch encrypts each by itself.",
        remedy="set retention_in_days",
        kinds=("LogGroup",),
        check=_kept_for_ever,
        source="CloudWatch Logs user guide, Log retention; AWS Security Hub, CloudWatch.16",
    ),
    Rule(
        id="alarm-has-topic",
        severity=Severity.ADVISORY,
        holds="In production an alarm tells somebody.",
        remedy="name a topic in alarm_actions (a component's alarm_topic_arns)",
        kinds=("Alarm",),
        check=_tells_nobody,
        source="AWS Security Hub, CloudWatch.15 and CloudWatch.17",
        production=True,
    ),
)
