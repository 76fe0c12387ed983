"""CloudWatch: log groups and alarms, and EventBridge, which Pulumi files under the same name."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates


@creates("aws:cloudwatch/logGroup:LogGroup")
def log_group(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    name = inputs.physical_name()
    logs = clients.client("logs")
    logs.create_log_group(logGroupName=name)
    if days := inputs.take("retentionInDays"):
        logs.put_retention_policy(logGroupName=name, retentionInDays=days)
    (made,) = [
        group
        for group in logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
        if group["logGroupName"] == name
    ]
    # The provider's ARN has no ":*" at its end.
    return name, {"arn": made["arn"].removesuffix(":*"), "name": name, "namePrefix": ""}


@creates("aws:cloudwatch/metricAlarm:MetricAlarm")
def metric_alarm(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    name = inputs.physical_name()
    clients.client("cloudwatch").put_metric_alarm(
        **inputs.present(
            "alarmActions", "alarmDescription", "comparisonOperator", "evaluationPeriods",
            "metricName", "namespace", "period", "statistic", "threshold", "treatMissingData",
        ),
        AlarmName=name,
        OKActions=inputs.take("okActions", []),
        Dimensions=[
            {"Name": key, "Value": value} for key, value in inputs.take("dimensions", {}).items()
        ],
    )  # fmt: skip
    return name, {"arn": f"arn:aws:cloudwatch:{clients.region}:000000000000:alarm:{name}"}


@creates("aws:cloudwatch/eventBus:EventBus")
def event_bus(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    name = inputs.physical_name()
    made = clients.client("events").create_event_bus(Name=name, **inputs.present("description"))
    return name, {"arn": made["EventBusArn"], "name": name}


@creates("aws:cloudwatch/eventRule:EventRule")
def event_rule(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    name, bus = inputs.physical_name(), inputs.take("eventBusName", "default")
    made = clients.client("events").put_rule(
        Name=name, EventBusName=bus, **inputs.present("eventPattern", "description")
    )
    return f"{bus}/{name}", {"arn": made["RuleArn"], "name": name, "eventBusName": bus}


@creates("aws:cloudwatch/eventTarget:EventTarget")
def event_target(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    rule, bus = inputs.take("rule"), inputs.take("eventBusName", "default")
    target_id = inputs.take("targetId") or inputs.physical_name()
    target: dict[str, Any] = {"Id": target_id, "Arn": inputs.take("arn")}
    if letters := inputs.take("deadLetterConfig"):
        target["DeadLetterConfig"] = {"Arn": letters["arn"]}
    if retry := inputs.take("retryPolicy"):
        target["RetryPolicy"] = {key[0].upper() + key[1:]: retry[key] for key in retry}
    answer = clients.client("events").put_targets(Rule=rule, EventBusName=bus, Targets=[target])
    if answer.get("FailedEntryCount"):
        raise ValueError(f"EventBridge refused the target: {answer['FailedEntries']}")
    return f"{bus}-{rule}-{target_id}", {"targetId": target_id}
