"""A handshake: store whose connection it is."""

import logging
import os
import time
from typing import Any

import boto3

logger = logging.getLogger()
logger.setLevel("INFO")
TABLE = boto3.resource("dynamodb").Table(os.environ["CONNECTIONS_TABLE"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Store the connection."""
    request = event["requestContext"]
    item = {
        "userId": request["authorizer"]["userId"],
        "connectionId": request["connectionId"],
        "expiresAt": int(time.time()) + 7200,
    }
    TABLE.put_item(Item=item)
    logger.info("connected %s", request["connectionId"])
    return {"statusCode": 200}
