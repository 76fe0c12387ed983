"""A checkout: read the prices, store the order, start its saga."""

import json
import logging
import os
import uuid
from datetime import UTC, datetime
from typing import Any

import boto3

logger = logging.getLogger()
logger.setLevel("INFO")
DYNAMODB = boto3.resource("dynamodb")
PRODUCTS = DYNAMODB.Table(os.environ["PRODUCTS_TABLE"])
ORDERS = DYNAMODB.Table(os.environ["ORDERS_TABLE"])
SAGAS = boto3.client("stepfunctions")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Accept the order."""
    asked = json.loads(event["body"])
    amount = 0
    for line in asked["lines"]:
        product = PRODUCTS.get_item(Key={"productId": line["productId"]})["Item"]
        amount += int(product["unitPriceMinor"]) * line["quantity"]
    order = {
        "orderId": str(uuid.uuid4()),
        "userId": event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"],
        "lines": asked["lines"],
        "amountMinor": amount,
        "status": "PENDING",
        "createdAt": datetime.now(UTC).isoformat(),
    }
    ORDERS.put_item(Item=order)
    SAGAS.start_execution(
        stateMachineArn=os.environ["STATE_MACHINE_ARN"],
        name=str(order["orderId"]),
        input=json.dumps({"order": order}),
    )
    logger.info("started %s", order["orderId"])
    return {"statusCode": 202, "body": json.dumps({"orderId": order["orderId"]})}
