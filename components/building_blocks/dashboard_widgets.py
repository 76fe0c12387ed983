"""Widgets of a CloudWatch dashboard: what a component shows. ``StageDashboard`` arranges them.

A component's output ``dashboard_widgets`` is a list of them as JSON, in CloudWatch's words,
without their places and their Region.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from contract.metrics import CHECKOUT, ORDERS_ENDED, SERVICE_DIMENSION

PERIOD_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One line of a widget."""

    namespace: str
    name: str
    dimensions: Mapping[str, pulumi.Input[str]]
    statistic: str = "Sum"
    label: str | None = None
    """The metric's name when omitted."""


@dataclass(frozen=True)
class Widget:
    """A graph of metrics over time."""

    title: str
    metrics: Sequence[Metric]


def own(namespace: str, family: str, name: str, statistic: str = "Sum") -> Metric:
    """A metric that the functions of a family emit."""
    label = None if statistic == "Sum" else f"{name} {statistic}"
    dimensions = {SERVICE_DIMENSION: family}
    return Metric(
        namespace=namespace, name=name, dimensions=dimensions, statistic=statistic, label=label
    )


def orders_ended(namespace: str) -> Widget:
    """How the orders of an outcome function ended."""
    ended = [own(namespace, CHECKOUT, metric) for metric in ORDERS_ENDED.values()]
    return Widget("Orders by outcome", ended)


def queue_age(name: pulumi.Input[str], label: str) -> Metric:
    """Seconds that a queue's oldest message has waited."""
    return Metric(
        namespace="AWS/SQS",
        name="ApproximateAgeOfOldestMessage",
        dimensions={"QueueName": name},
        statistic="Maximum",
        label=label,
    )


def widgets_json(widgets: Sequence[Widget]) -> pulumi.Output[str]:
    """The widgets as the output has them."""
    return pulumi.Output.json_dumps([_properties(widget) for widget in widgets])


def joined_widgets(parts: Sequence[pulumi.Output[str]]) -> pulumi.Output[str]:
    """One list of several."""
    return pulumi.Output.all(*parts).apply(
        lambda texts: json.dumps([one for text in texts for one in json.loads(text)])
    )


def _properties(widget: Widget) -> dict[str, object]:
    return {
        "title": widget.title,
        "view": "timeSeries",
        "stacked": False,
        "period": PERIOD_SECONDS,
        "metrics": [_line(metric) for metric in widget.metrics],
    }


def _line(metric: Metric) -> list[object]:
    dimensions = [part for pair in metric.dimensions.items() for part in pair]
    shown = {"stat": metric.statistic, "label": metric.label or metric.name}
    return [metric.namespace, metric.name, *dimensions, shown]
