"""Alarms with this project's posture: on the first sign, to the topics, and off again by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws


def alarm_from_one(
    name: str,
    *,
    namespace: str,
    metric: str,
    dimensions: Mapping[str, pulumi.Input[str]],
    statistic: str,
    missing: str,
    description: str,
    topic_arns: pulumi.Input[Sequence[pulumi.Input[str]]],
    parent: pulumi.Resource,
) -> None:
    """An alarm as soon as the metric is 1 in a minute; ``missing`` is CloudWatch's word for data
    that is not there: ``notBreaching``, or ``ignore`` to stay as it is."""
    arguments: dict[str, Any] = {"alarm_actions": topic_arns, "ok_actions": topic_arns}
    aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=description,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic=statistic,
        period=60,
        evaluation_periods=1,
        threshold=1,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data=missing,
        **arguments,
        opts=pulumi.ResourceOptions(parent=parent),
    )
