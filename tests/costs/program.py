"""What the bill of a stage needs to know of its program: functions, alarms, metrics, dashboards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contract import metrics
from local.plan import plan_stage
from tests.costs.logs import LAMBDAS_BYTES, QUIET
from tests.support.repository import REPO_ROOT

STAGE = "dev"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
ONLY_IN_TROUBLE = (metrics.PUSHES_TO_REPEAT, metrics.KEYS_UNAVAILABLE)


def counted_program() -> dict[str, Any]:
    """What the program registers for the stage, in numbers."""
    resources = plan_stage(REPO_ROOT, STAGE).resources
    types = [one.type for one in resources]
    functions = [one for one in resources if one.type == "aws:lambda/function:Function"]
    (emitted,) = re.findall(r"a stage has (\d+)", metrics.__doc__ or "")
    return {
        "memory_mib": {
            str(one.inputs["handler"]).split(".")[-2]: int(one.inputs["memorySize"])
            for one in sorted(functions, key=lambda one: str(one.inputs["handler"]))
        },
        "lambdas_log_bytes": max(
            0 if one.inputs["loggingConfig"].get("systemLogLevel") == QUIET else LAMBDAS_BYTES
            for one in functions
        ),
        "alarms": types.count(ALARM),
        "alarm_metrics": sum(_looked_at(one.inputs) for one in resources if one.type == ALARM),
        "metrics": int(emitted) - len(ONLY_IN_TROUBLE),
        "dashboards": types.count("aws:cloudwatch/dashboard:Dashboard"),
    }


def _looked_at(alarm: Mapping[str, Any]) -> int:
    """The metrics of an alarm: one, or those of its expression. CloudWatch bills each."""
    queries = alarm.get("metricQueries")
    return sum("metric" in query for query in queries) if queries else 1
