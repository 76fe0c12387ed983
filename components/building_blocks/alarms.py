"""Alarms: by default on the first sign, to the topics, and off again by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.building_blocks.common_args import Texts


def alarm(
    name: str,
    *,
    namespace: str,
    metric: str,
    dimensions: Mapping[str, pulumi.Input[str]],
    statistic: str,
    missing: str,
    description: str,
    topic_arns: Texts,
    parent: pulumi.Resource,
    threshold: float = 1,
    minutes: int = 1,
) -> None:
    """An alarm when the metric is ``threshold`` or more in each of so many ``minutes`` in a row.

    ``missing`` says what data that is missing means, in CloudWatch's words: ``notBreaching``, or
    ``ignore`` to leave the alarm as it is.
    """
    aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=description,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic=statistic,
        period=60,
        evaluation_periods=minutes,
        threshold=threshold,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data=missing,
        alarm_actions=topic_arns,
        ok_actions=topic_arns,
        opts=pulumi.ResourceOptions(parent=parent),
    )
