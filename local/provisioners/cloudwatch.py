"""CloudWatch Logs groups."""

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
