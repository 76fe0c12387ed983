"""CloudWatch: log groups, alarms, dashboards, and EventBridge, which Pulumi files with them."""

from __future__ import annotations

from typing import Any

from local.placeholders import ACCOUNT
from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:cloudwatch/logGroup:LogGroup")
def log_group(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    logs = clients.client("logs")
    logs.create_log_group(logGroupName=name)
    if days := inputs.take("retentionInDays"):
        logs.put_retention_policy(logGroupName=name, retentionInDays=days)
    arn = f"arn:aws:logs:{clients.region}:{ACCOUNT}:log-group:{name}"
    return Created(name, {"arn": arn, "name": name, "namePrefix": ""})


@creates("aws:cloudwatch/metricAlarm:MetricAlarm")
def metric_alarm(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    queries = [_metric_query(query) for query in inputs.nested_list("metricQueries")]
    clients.client("cloudwatch").put_metric_alarm(
        **inputs.present(
            "alarmActions", "alarmDescription", "comparisonOperator", "datapointsToAlarm",
            "evaluationPeriods", "metricName", "namespace", "period", "statistic", "threshold",
            "treatMissingData",
        ),
        **({"Metrics": queries} if queries else {"Dimensions": _dimensions(inputs)}),
        AlarmName=name,
        OKActions=inputs.take("okActions", []),
    )  # fmt: skip
    return Created(name, {"arn": f"arn:aws:cloudwatch:{clients.region}:{ACCOUNT}:alarm:{name}"})


@creates("aws:cloudwatch/dashboard:Dashboard")
def dashboard(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.take("dashboardName")
    clients.client("cloudwatch").put_dashboard(
        DashboardName=name, DashboardBody=inputs.take("dashboardBody")
    )
    return Created(name, {"dashboardArn": f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{name}"})


def _metric_query(query: Inputs) -> dict[str, Any]:
    taken = query.present("id", "expression", "label", "returnData")
    # The API reads the absence of ReturnData as true. The provider sends false.
    taken.setdefault("ReturnData", False)
    if metric := query.nested("metric"):
        named = metric.present("namespace", "metricName")
        taken["MetricStat"] = metric.present("period", "stat") | {
            "Metric": named | {"Dimensions": _dimensions(metric)}
        }
    return taken


def _dimensions(inputs: Inputs) -> list[dict[str, Any]]:
    given = inputs.mapping("dimensions").items()
    return [{"Name": key, "Value": value} for key, value in given]


@creates("aws:cloudwatch/eventBus:EventBus")
def event_bus(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    made = clients.client("events").create_event_bus(Name=name, **inputs.present("description"))
    return Created(name, {"arn": made["EventBusArn"], "name": name})


@creates("aws:cloudwatch/eventRule:EventRule")
def event_rule(clients: Clients, inputs: Inputs) -> Created:
    name, bus = inputs.physical_name(), inputs.take("eventBusName", "default")
    made = clients.client("events").put_rule(
        Name=name, EventBusName=bus, **inputs.present("eventPattern", "description")
    )
    outputs = {"arn": made["RuleArn"], "name": name, "eventBusName": bus}
    return Created(f"{bus}/{name}", outputs)


@creates("aws:cloudwatch/eventTarget:EventTarget")
def event_target(clients: Clients, inputs: Inputs) -> Created:
    rule, bus = inputs.take("rule"), inputs.take("eventBusName", "default")
    target_id = inputs.take("targetId") or inputs.physical_name()
    target: dict[str, Any] = {"Id": target_id, "Arn": inputs.take("arn")}
    if dead_letters := inputs.nested("deadLetterConfig"):
        target["DeadLetterConfig"] = dead_letters.present("arn")
    if retry := inputs.nested("retryPolicy"):
        target["RetryPolicy"] = retry.present("maximumRetryAttempts", "maximumEventAgeInSeconds")
    answer = clients.client("events").put_targets(Rule=rule, EventBusName=bus, Targets=[target])
    if answer.get("FailedEntryCount"):
        raise ValueError(f"EventBridge refused the target: {answer['FailedEntries']}")
    return Created(f"{bus}-{rule}-{target_id}", {"targetId": target_id})
