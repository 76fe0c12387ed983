"""Metrics. CloudWatch reads them from lines of the log, in its embedded metric format."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, NamedTuple

from contract.metrics import SERVICE_DIMENSION
from functions.common import clock, environment


class Measured(NamedTuple):
    """One value of a metric."""

    name: str
    value: float
    unit: Literal["Count", "Milliseconds"] = "Count"


def emit(measured: Iterable[Measured]) -> None:
    """Write the values as one line. A metric may have several; it has one unit."""
    values: dict[str, list[float]] = {}
    units: dict[str, str] = {}
    for one in measured:
        values.setdefault(one.name, []).append(float(one.value))
        units[one.name] = one.unit
    directive = {
        "Namespace": environment.read("POWERTOOLS_METRICS_NAMESPACE"),
        "Dimensions": [[SERVICE_DIMENSION]],
        "Metrics": [{"Name": name, "Unit": unit} for name, unit in units.items()],
    }
    line = {
        "_aws": {"Timestamp": clock.epoch_milliseconds(), "CloudWatchMetrics": [directive]},
        SERVICE_DIMENSION: environment.service_name(),
        **values,
    }
    print(json.dumps(line, separators=(",", ":")))  # noqa: T201 - a line of the log


def count(name: str, value: int = 1) -> None:
    """Emit one count."""
    emit([Measured(name, value)])
