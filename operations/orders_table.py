"""A stage's orders table, which operators' commands only read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from contract.tables import ORDERS_KEY
from operations.deployed_stage import DeployedStage

Item = dict[str, Any]
"""An order as it is stored, as JSON-ready data: functions/checkout/domain/stored_order.py."""


class OrdersTable:
    """Reads orders by their ids."""

    def __init__(self, stage: DeployedStage, name: str) -> None:
        self.name = name
        self._tables = stage.client("dynamodb")

    def find(self, order_id: str) -> Item | None:
        """The order with every attribute that is stored; None when there is no such order."""
        (key,) = ORDERS_KEY
        answer = self._tables.get_item(
            TableName=self.name, Key={key: {"S": order_id}}, ConsistentRead=True
        )
        return decoded(answer["Item"]) if "Item" in answer else None


def decoded(item: Mapping[str, Any]) -> Item:
    """DynamoDB's item ``{name: {type: value}}`` as JSON-ready data: whole numbers become int."""
    decode = TypeDeserializer().deserialize
    return {name: _plain(decode(value)) for name, value in item.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
