"""CloudWatch: alarms, dashboards, log groups."""

from __future__ import annotations

from local.aws_provider.rules import V6, ResourceRules

RULES = (
    ResourceRules(
        "aws:cloudwatch/dashboard:Dashboard",
        "cloudwatch/dashboard.go",
        V6,
        replacing=frozenset({"dashboardName"}),
    ),
    ResourceRules(
        "aws:cloudwatch/logGroup:LogGroup",
        "logs/group.go",
        V6,
        replacing=frozenset({"logGroupClass", "name", "namePrefix"}),
        keeps_data=True,
    ),
    ResourceRules(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "cloudwatch/metric_alarm.go",
        V6,
        replacing=frozenset({"name"}),
    ),
)
