"""One order."""

import json
import logging
import os
from typing import Any

import boto3

logger = logging.getLogger()
logger.setLevel("INFO")
TABLE = boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer it, if it is the caller's."""
    order = TABLE.get_item(Key={"orderId": event["pathParameters"]["orderId"]}).get("Item")
    caller = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    if order is None or order["userId"] != caller:
        return {"statusCode": 404}
    logger.info("read %s", order["orderId"])
    return {"statusCode": 200, "body": json.dumps(order, default=str)}
