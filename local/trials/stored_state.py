"""Reads what a stage stored: orders, the payments ledger and the stock."""

from __future__ import annotations

from typing import Any

from contract.tables import ORDERS_KEY, PAYMENTS_KEY, PRODUCTS_KEY, STATUS
from local.local_stage import LocalStage


def movements(stage: LocalStage, order_id: str) -> dict[str, int]:
    """The provider's entries of an order: ``charge`` and ``refund`` in minor units."""
    partition_key, sort_key = PAYMENTS_KEY
    answer = stage.client("dynamodb").query(
        TableName=stage.outputs["payments_table"],
        KeyConditionExpression=f"{partition_key} = :order",
        ExpressionAttributeValues={":order": {"S": order_id}},
        ConsistentRead=True,
    )
    return {item[sort_key]["S"]: int(item["amountMinor"]["N"]) for item in answer["Items"]}


def net_minor(stage: LocalStage, order_id: str) -> int:
    """Money taken for an order and not refunded."""
    found = movements(stage, order_id)
    return found.get("charge", 0) - found.get("refund", 0)


def status_of(stage: LocalStage, order_id: str) -> str:
    """The order's status."""
    return str(_item(stage, "orders_table", ORDERS_KEY, order_id)[STATUS]["S"])


def stock_of(stage: LocalStage, product_id: str) -> int:
    """Units of a product in stock."""
    return int(_item(stage, "products_table", PRODUCTS_KEY, product_id)["stock"]["N"])


def _item(stage: LocalStage, table: str, key: tuple[str], value: str) -> dict[str, Any]:
    answer: dict[str, dict[str, Any]] = stage.client("dynamodb").get_item(
        TableName=stage.outputs[table], Key={key[0]: {"S": value}}, ConsistentRead=True
    )
    return answer["Item"]
