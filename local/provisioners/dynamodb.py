"""DynamoDB tables."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates


@creates("aws:dynamodb/table:Table")
def table(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    name = inputs.physical_name()
    keys = [(inputs.take("hashKey"), "HASH"), (inputs.take("rangeKey"), "RANGE")]
    attributes = inputs.take("attributes")
    # Recovery and protection from deletion mean nothing on a stage that ends with the command.
    inputs.ignore("pointInTimeRecovery", "deletionProtectionEnabled")
    stream: dict[str, Any] = {"StreamEnabled": bool(inputs.take("streamEnabled"))}
    if view := inputs.take("streamViewType"):
        stream["StreamViewType"] = view
    dynamodb = clients.client("dynamodb")
    made = dynamodb.create_table(
        TableName=name,
        BillingMode=inputs.take("billingMode"),
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys if key],
        AttributeDefinitions=[
            {"AttributeName": attribute["name"], "AttributeType": attribute["type"]}
            for attribute in attributes
        ],
        StreamSpecification=stream,
    )["TableDescription"]
    if ttl := inputs.take("ttl"):
        dynamodb.update_time_to_live(
            TableName=name,
            TimeToLiveSpecification={
                "Enabled": ttl["enabled"],
                "AttributeName": ttl["attributeName"],
            },
        )
    return name, {
        "arn": made["TableArn"],
        "name": name,
        "streamArn": made.get("LatestStreamArn", ""),
        "streamLabel": "",
    }
