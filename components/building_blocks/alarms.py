"""Alarms: registered from their rules, to the topics, and off again by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from components.building_blocks.alarm_rules import (
    FUNCTION_ERRORS,
    FUNCTION_THROTTLES,
    AlarmRule,
)
from components.building_blocks.common_args import Texts
from contract.metrics import SERVICE_DIMENSION

Dimensions = Mapping[str, pulumi.Input[str]]
MOST_METRICS = 10
"""CloudWatch takes no more metrics in the expression of one alarm."""


def watch(
    name: str,
    rule: AlarmRule,
    watched: Sequence[Dimensions],
    *,
    topic_arns: Texts,
    parent: pulumi.Resource,
) -> None:
    """The rule's alarm on everything that is ``watched``, ``MOST_METRICS`` at most.

    The alarm looks at the sum over all of it, or the maximum where the rule's statistic is one.
    """
    if not 1 <= len(watched) <= MOST_METRICS:
        raise ValueError(
            f"{name}{rule.suffix}: an alarm watches 1 to {MOST_METRICS} metrics, got {len(watched)}"
        )
    alone = watched[0] if len(watched) == 1 else None
    aws.cloudwatch.MetricAlarm(
        f"{name}{rule.suffix}",
        alarm_description=rule.means,
        namespace=rule.namespace if alone else None,
        metric_name=rule.metric if alone else None,
        dimensions=alone,
        statistic=rule.statistic if alone else None,
        period=60 if alone else None,
        metric_queries=None if alone else _together(rule, watched),
        evaluation_periods=rule.window,
        datapoints_to_alarm=rule.minutes,
        threshold=rule.threshold,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data=rule.missing,
        alarm_actions=topic_arns,
        ok_actions=topic_arns,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def watch_service(
    name: str,
    function_names: Sequence[pulumi.Input[str]],
    api_rule: AlarmRule,
    api: Dimensions,
    *,
    topic_arns: Texts,
    parent: pulumi.Resource,
) -> None:
    """Alarms on a component's functions, all of them together, and on the API before them.

    The connect authorizer is not one of the functions: it answers each bad token with an error.
    """
    functions = [{"FunctionName": one} for one in function_names]
    for rule in (FUNCTION_ERRORS, FUNCTION_THROTTLES):
        watch(name, rule, functions, topic_arns=topic_arns, parent=parent)
    watch(name, api_rule, [api], topic_arns=topic_arns, parent=parent)


def _together(
    rule: AlarmRule, watched: Sequence[Dimensions]
) -> list[aws.cloudwatch.MetricAlarmMetricQueryArgs]:
    """One number of all metrics: their sum, or the highest where the statistic is the maximum."""
    together = aws.cloudwatch.MetricAlarmMetricQueryArgs(
        id="all",
        expression=_all_of_them(rule.statistic, len(watched)),
        label=rule.metric,
        return_data=True,
    )
    return [together, *(_metric(number, rule, one) for number, one in enumerate(watched))]


def _all_of_them(statistic: str, count: int) -> str:
    """One expression over all metrics, in which a metric without data counts as 0.

    CloudWatch's guide advises against ``SUM(METRICS())`` and ``MAX(METRICS())`` in alarms.
    """
    ids = [f"m{number}" for number in range(count)]
    if statistic == "Sum":
        return " + ".join(ids)
    largest, *others = ids
    for one in others:
        largest = f"IF({largest} > {one}, {largest}, {one})"
    return largest


def watch_own_metric(
    name: str,
    rule: AlarmRule,
    family: str,
    *,
    namespace: str,
    topic_arns: Texts,
    parent: pulumi.Resource,
) -> None:
    """The alarm of a rule on a metric that the functions of a family emit."""
    watched = [{SERVICE_DIMENSION: family}]
    watch(name, replace(rule, namespace=namespace), watched, topic_arns=topic_arns, parent=parent)


def _metric(
    number: int, rule: AlarmRule, dimensions: Dimensions
) -> aws.cloudwatch.MetricAlarmMetricQueryArgs:
    return aws.cloudwatch.MetricAlarmMetricQueryArgs(
        id=f"m{number}",
        metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
            namespace=rule.namespace,
            metric_name=rule.metric,
            dimensions=dimensions,
            stat=rule.statistic,
            period=60,
        ),
    )
