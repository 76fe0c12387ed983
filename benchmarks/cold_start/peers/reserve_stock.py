"""A saga's step: take the units of each line."""

import logging
import os
from typing import Any

import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger()
logger.setLevel("INFO")
TABLE = boto3.resource("dynamodb").Table(os.environ["PRODUCTS_TABLE"])


class OutOfStock(Exception):
    """Fewer units than ordered."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Take them."""
    for line in event["order"]["lines"]:
        try:
            TABLE.update_item(
                Key={"productId": line["productId"]},
                UpdateExpression="SET stock = stock - :units",
                ConditionExpression="stock >= :units",
                ExpressionAttributeValues={":units": line["quantity"]},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise OutOfStock(line["productId"]) from error
            raise
    logger.info("reserved %s", event["order"]["orderId"])
    return {"reserved": event["order"]["lines"]}
