"""DynamoDB tables."""

from __future__ import annotations

from typing import Any

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:dynamodb/table:Table")
def table(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    # Recovery and protection from deletion mean nothing on a stage that ends with the command.
    inputs.ignore("pointInTimeRecovery", "deletionProtectionEnabled")
    arguments: dict[str, Any] = inputs.present("billingMode")
    if indexes := [_index(each) for each in inputs.nested_list("globalSecondaryIndexes")]:
        arguments["GlobalSecondaryIndexes"] = indexes
    stream = inputs.present("streamEnabled", "streamViewType")
    dynamodb = clients.client("dynamodb")
    made = dynamodb.create_table(
        TableName=name,
        KeySchema=_key_schema(inputs),
        AttributeDefinitions=[
            {"AttributeName": each.take("name"), "AttributeType": each.take("type")}
            for each in inputs.nested_list("attributes")
        ],
        StreamSpecification={"StreamEnabled": False, **stream},
        **arguments,
    )["TableDescription"]
    if ttl := inputs.nested("ttl"):
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification=ttl.present("enabled", "attributeName")
        )
    stream_arn = made.get("LatestStreamArn", "")
    outputs = {"arn": made["TableArn"], "name": name, "streamArn": stream_arn, "streamLabel": ""}
    return Created(name, outputs)


def _key_schema(inputs: Inputs) -> list[dict[str, str]]:
    keys = [(inputs.take("hashKey"), "HASH"), (inputs.take("rangeKey"), "RANGE")]
    return [{"AttributeName": key, "KeyType": kind} for key, kind in keys if key]


def _index(inputs: Inputs) -> dict[str, Any]:
    return {
        "IndexName": inputs.take("name"),
        "KeySchema": _key_schema(inputs),
        "Projection": inputs.present("projectionType", "nonKeyAttributes"),
    }
