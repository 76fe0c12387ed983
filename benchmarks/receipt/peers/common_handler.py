"""The common handler: query the user's connections, post, delete a row on 410.

No numbers, no log to resume from, no answer to a repeat. Clients are made once for each process.
"""

from __future__ import annotations

import json
import os
from typing import Any

import boto3

TABLE = os.environ.get("CONNECTIONS_TABLE", "connections")


def push(request: dict[str, Any], dynamodb: Any, api: Any) -> dict[str, int]:
    """Post the event to every connection of the user."""
    rows = dynamodb.query(
        TableName=TABLE,
        KeyConditionExpression="userId = :user",
        ExpressionAttributeValues={":user": {"S": request["userId"]}},
    )["Items"]
    data = json.dumps(request["event"]).encode()
    for row in rows:
        try:
            api.post_to_connection(ConnectionId=row["connectionId"]["S"], Data=data)
        except api.exceptions.GoneException:
            key = {"userId": row["userId"], "connectionId": row["connectionId"]}
            dynamodb.delete_item(TableName=TABLE, Key=key)
    return {"posted": len(rows)}


if "MANAGEMENT_ENDPOINT" in os.environ:
    DYNAMODB = boto3.client("dynamodb")
    API = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["MANAGEMENT_ENDPOINT"])


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    return push(event, DYNAMODB, API)
