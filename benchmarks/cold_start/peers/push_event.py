"""A push: ask for the user's connections, post to each, delete those that are gone."""

import json
import logging
import os
from typing import Any

import boto3
from boto3.dynamodb.conditions import Key

logger = logging.getLogger()
logger.setLevel("INFO")
TABLE = boto3.resource("dynamodb").Table(os.environ["CONNECTIONS_TABLE"])
API = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["MANAGEMENT_ENDPOINT"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Post the event."""
    user_id, delivered = event["userId"], 0
    for item in TABLE.query(KeyConditionExpression=Key("userId").eq(user_id))["Items"]:
        connection_id = item["connectionId"]
        try:
            API.post_to_connection(
                ConnectionId=connection_id, Data=json.dumps(event["event"]).encode()
            )
            delivered += 1
        except API.exceptions.GoneException:
            TABLE.delete_item(Key={"userId": user_id, "connectionId": connection_id})
    logger.info("delivered %s", delivered)
    return {"delivered": delivered}
