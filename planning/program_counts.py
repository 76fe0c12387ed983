"""What the bill of a stage needs to know of what its program registers. Pure.

Lambda's two lines stand for those of the Lambda developer guide, "Monitoring and logging: JSON
log format". Lambda writes them after a success only where the system's log level is INFO or DEBUG.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from contract import metrics

FUNCTION = "aws:lambda/function:Function"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
METRICS: Mapping[str, tuple[str, ...]] = {
    metrics.CHECKOUT: tuple(metrics.ORDERS_ENDED.values()),
    metrics.REALTIME: (
        metrics.DELIVERED, metrics.GONE, metrics.THROTTLED, metrics.STORED,
        metrics.EVENT_TO_DELIVERY, metrics.CONNECTIONS_OPENED, metrics.CONNECTIONS_REFUSED,
    ),
}  # fmt: skip
"""Function family -> the metrics that it emits when nothing is wrong."""

_ID, _TIME = "79b4f56e-95b1-4643-9700-2807f4e68189", "2026-11-26T12:00:00.000Z"
_RUN = {"durationMs": 50.0, "billedDurationMs": 50, "memorySizeMB": 256, "maxMemoryUsedMB": 100}
LAMBDAS_LINES = (
    {"time": _TIME, "type": "platform.start", "record": {"requestId": _ID, "version": "$LATEST"}},
    {"time": _TIME, "type": "platform.report",
     "record": {"requestId": _ID, "metrics": _RUN, "status": "success"}},
)  # fmt: skip
LAMBDAS_BYTES = sum(len(json.dumps(line, separators=(",", ":"))) + 1 for line in LAMBDAS_LINES)
"""Of one invocation that succeeded."""
QUIET = "WARN"
"""The system's log level at which Lambda writes neither of the two."""


class Resource(Protocol):
    """A resource that a program registers."""

    @property
    def type(self) -> str: ...
    @property
    def inputs(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class ProgramCounts:
    """What the registered resources tell of a bill."""

    memory_mib: Mapping[str, int]
    """By the name of the function's module; only of functions that say how much they have."""
    lambdas_log_bytes: int
    """What Lambda itself writes about an invocation that succeeded."""
    alarms: int
    alarm_metrics: int
    """The metrics that the alarms look at. CloudWatch bills these."""
    metrics: int
    dashboards: int


def program_counts(resources: Iterable[Resource]) -> ProgramCounts:
    """The counts of what a program registers for one stage."""
    every = [*resources]
    functions = sorted(
        (one for one in every if one.type == FUNCTION and "handler" in one.inputs),
        key=lambda one: str(one.inputs["handler"]),
    )
    alarms = [one for one in every if one.type == ALARM]
    families = {family_of(one) for one in functions}
    return ProgramCounts(
        memory_mib={
            module_of(one): int(one.inputs["memorySize"])
            for one in functions
            if isinstance(one.inputs.get("memorySize"), int | float)
        },
        lambdas_log_bytes=max(map(_log_bytes, functions), default=0),
        alarms=len(alarms),
        alarm_metrics=sum(_looked_at(one.inputs) for one in alarms),
        metrics=sum(len(METRICS.get(family, ())) for family in families),
        dashboards=sum(one.type == DASHBOARD for one in every),
    )


def on_x86_64(resources: Iterable[Resource]) -> frozenset[str]:
    """Modules of functions that do not ask for arm64: Lambda's default is x86_64."""
    return frozenset(
        module_of(one)
        for one in resources
        if one.type == FUNCTION and "arm64" not in (one.inputs.get("architectures") or ())
    )


def module_of(function: Resource) -> str:
    """``push_event`` of ``functions.realtime.push_event.handler``; empty where there is none."""
    return _part(function, -2)


def family_of(function: Resource) -> str:
    """``realtime`` of ``functions.realtime.push_event.handler``; empty where there is none."""
    return _part(function, -3)


def _part(function: Resource, index: int) -> str:
    parts = str(function.inputs.get("handler", "")).split(".")
    return parts[index] if len(parts) >= -index else ""


def _log_bytes(function: Resource) -> int:
    logging = function.inputs.get("loggingConfig")
    level = logging.get("systemLogLevel") if isinstance(logging, Mapping) else None
    return 0 if level == QUIET else LAMBDAS_BYTES


def _looked_at(alarm: Mapping[str, Any]) -> int:
    """The metrics of an alarm: one, or those of its expression."""
    queries = alarm.get("metricQueries")
    return sum("metric" in query for query in queries) if isinstance(queries, list) else 1
