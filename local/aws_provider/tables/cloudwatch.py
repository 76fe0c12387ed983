"""CloudWatch: alarms, dashboards, log groups."""

from __future__ import annotations

from local.aws_provider.checks import AtMost, Between, Length, Matches, OneOf, Period
from local.aws_provider.combinations import Excludes, Needed, OneOfThese
from local.aws_provider.formats import Arn, Json
from local.aws_provider.paths import words
from local.aws_provider.rules import V6, ResourceRules

COMPARISONS = (
    "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold",
    "LessThanOrEqualToThreshold", "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold", "GreaterThanUpperThreshold",
)  # fmt: skip
STATISTICS = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
STATISTIC = (
    "|".join(STATISTICS) + r"|(p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,2})?|100)|IQM|"
    r"(TM|WM|PR|TC|TS)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)"
)
NAMESPACE_WORDS = "text that does not begin with a colon"
DAYS = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
        2922, 3288, 3653)  # fmt: skip
GROUP_NAME = r"[.\-_/#A-Za-z0-9]+"
GROUP_WORDS = "letters, digits, and . - _ / #"

RULES = (
    ResourceRules(
        "aws:cloudwatch/dashboard:Dashboard",
        "cloudwatch/dashboard.go",
        V6,
        replacing=words("dashboardName"),
        checks=(
            Length("dashboardName", 1, 255),
            Matches("dashboardName", r"[\-_A-Za-z0-9]+", "letters, digits, - and _"),
            Json("dashboardBody"),
        ),
        json_texts=words("dashboardBody"),
        autonamed="",
    ),
    ResourceRules(
        "aws:cloudwatch/logGroup:LogGroup",
        "logs/group.go",
        V6,
        replacing=words("logGroupClass name namePrefix"),
        keeps_data=True,
        checks=(
            Length("name", 1, 512),
            Matches("name", GROUP_NAME, GROUP_WORDS),
            Length("namePrefix", 1, 483),
            Matches("namePrefix", GROUP_NAME, GROUP_WORDS),
            Excludes("name", ("namePrefix",)),
            OneOf("retentionInDays", DAYS),
            OneOf("logGroupClass", ("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")),
        ),
    ),
    ResourceRules(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "cloudwatch/metric_alarm.go",
        V6,
        replacing=words("name"),
        checks=(
            Length("name", 1, 255),
            Length("alarmDescription", 0, 1024),
            Length("metricName", 1, 255),
            Length("namespace", 1, 255),
            Matches("namespace", r"[^:].*", NAMESPACE_WORDS),
            OneOf("comparisonOperator", COMPARISONS),
            OneOf("statistic", STATISTICS),
            OneOf("treatMissingData", ("breaching", "notBreaching", "ignore", "missing")),
            Between("evaluationPeriods", 1),
            Between("datapointsToAlarm", 1),
            Period("period", (10, 20, 30)),
            Arn("alarmActions[]"),
            Arn("okActions[]"),
            Arn("insufficientDataActions[]"),
            AtMost("okActions", 5),
            AtMost("insufficientDataActions", 5),
            Length("metricQueries[].id", 1, 255),
            Length("metricQueries[].expression", 1, 1024),
            Length("metricQueries[].metric.metricName", 1, 255),
            Length("metricQueries[].metric.namespace", 1, 255),
            Matches("metricQueries[].metric.namespace", r"[^:].*", NAMESPACE_WORDS),
            Period("metricQueries[].metric.period", (1, 5, 10, 20, 30)),
            Matches("metricQueries[].metric.stat", STATISTIC, "a statistic, such as Sum or p99"),
            Excludes(
                "metricQueries",
                ("dimensions", "extendedStatistic", "metricName", "namespace", "period",
                 "statistic"),
            ),
            Excludes("threshold", ("thresholdMetricId",)),
            OneOfThese("metricName", ("metricQueries", "evaluationCriteria")),
            Needed("comparisonOperator", "metricName"),
            Needed("comparisonOperator", "metricQueries"),
            Needed("evaluationPeriods", "metricName"),
            Needed("evaluationPeriods", "metricQueries"),
        ),
        unordered=words("alarmActions insufficientDataActions metricQueries okActions"),
        defaults={"actionsEnabled": True, "treatMissingData": "missing"},
    ),
)  # fmt: skip
