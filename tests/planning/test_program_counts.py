"""What is counted of a program's resources: a bill depends on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from contract import metrics
from planning import unit_counts
from planning.program_counts import (
    ALARM,
    DASHBOARD,
    FUNCTION,
    LAMBDAS_BYTES,
    METRICS,
    QUIET,
    on_x86_64,
    program_counts,
)

ONLY_IN_TROUBLE = (metrics.PUSHES_TO_REPEAT, metrics.KEYS_UNAVAILABLE)


@dataclass(frozen=True)
class One:
    type: str
    inputs: dict[str, Any] = field(default_factory=dict)


def function(handler: str, **inputs: Any) -> One:
    return One(FUNCTION, {"handler": handler, **inputs})


def test_a_program_without_resources_costs_nothing_by_itself() -> None:
    nothing = program_counts([])

    assert (nothing.alarms, nothing.alarm_metrics, nothing.metrics, nothing.dashboards) == (
        0, 0, 0, 0
    )  # fmt: skip
    assert (dict(nothing.memory_mib), nothing.lambdas_log_bytes) == ({}, 0)


def test_an_alarm_counts_each_metric_that_it_looks_at() -> None:
    queries = [{"expression": "m0 + m1"}, {"metric": {}}, {"metric": {}}]
    counted = program_counts([One(ALARM), One(ALARM, {"metricQueries": queries}), One(DASHBOARD)])

    assert (counted.alarms, counted.alarm_metrics, counted.dashboards) == (2, 3, 1)


def test_the_metrics_are_those_of_the_families_that_are_there() -> None:
    push, pay = function("functions.realtime.push.handler"), function("functions.checkout.pay.go")

    assert program_counts([push, push]).metrics == 7
    assert program_counts([push, pay]).metrics == 11
    assert program_counts([function("handler"), One(FUNCTION)]).metrics == 0


def test_every_metric_of_the_contract_is_counted_but_those_of_trouble() -> None:
    (emitted,) = re.findall(r"a stage has (\d+)", metrics.__doc__ or "")

    counted = [name for names in METRICS.values() for name in names]
    assert len(counted) == len(set(counted)) == int(emitted) - len(ONLY_IN_TROUBLE)
    assert unit_counts.load().metrics == len(counted)


def test_memory_is_known_by_the_module_of_the_handler() -> None:
    given = [function("functions.realtime.push.handler", memorySize=512.0),
             function("functions.realtime.open.handler")]  # fmt: skip

    assert program_counts(given).memory_mib == {"push": 512}


def test_lambda_writes_its_lines_unless_every_function_keeps_it_quiet() -> None:
    quiet = function("a.b.handler", loggingConfig={"systemLogLevel": QUIET})

    assert program_counts([quiet]).lambdas_log_bytes == 0
    assert program_counts([quiet, function("a.c.handler")]).lambdas_log_bytes == LAMBDAS_BYTES


def test_a_function_that_names_no_architecture_runs_on_x86_64() -> None:
    functions = [
        function("functions.checkout.a.handler", architectures=["arm64"]),
        function("functions.checkout.b.handler"),
        function("functions.checkout.c.handler", architectures=["x86_64"]),
    ]
    assert on_x86_64([*functions, One(ALARM)]) == {"b", "c"}
