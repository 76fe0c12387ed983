"""The products."""

import json
import logging
import os
from typing import Any

import boto3

logger = logging.getLogger()
logger.setLevel("INFO")
TABLE = boto3.resource("dynamodb").Table(os.environ["PRODUCTS_TABLE"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a page of them."""
    items = TABLE.scan(Limit=100)["Items"]
    logger.info("%s products", len(items))
    return {"statusCode": 200, "body": json.dumps({"products": items}, default=str)}
