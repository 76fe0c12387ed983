"""A shop on moto: the tables, and the objects under test bound to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

import boto3
from boto3.dynamodb.types import TypeSerializer

from contract.orders import FINALIZED
from contract.tables import ALLOWANCES_KEY, ORDERS_KEY, PAYMENTS_KEY, PRODUCTS_KEY, STEPS_KEY
from functions.checkout.domain.order import Order, OrderLine, total_minor
from functions.checkout.domain.payment_provider import CHARGE, REFUND
from functions.checkout.stores.allowances import Allowances
from functions.checkout.stores.idempotent_steps import StepRecords
from functions.checkout.stores.order_outcomes import Outcomes
from functions.checkout.stores.orders import Orders
from functions.checkout.stores.payment_ledger import SimulatedPaymentProvider
from functions.checkout.stores.products import Products
from functions.checkout.stores.stock import Stock
from functions.checkout.stores.table import plain
from tests.support.moto_without_http import REGION, without_http

ENVIRONMENT = {
    "ORDERS_TABLE": "orders",
    "PRODUCTS_TABLE": "products",
    "PAYMENTS_TABLE": "payments",
    "STEPS_TABLE": "steps",
    "ALLOWANCES_TABLE": "allowances",
    "CHECKOUTS_PER_MINUTE": "10",
    "DEAD_LETTER_QUEUE_URL": "https://queue",
    "POWERTOOLS_METRICS_NAMESPACE": "shop",
    "POWERTOOLS_SERVICE_NAME": "checkout",
    "STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:checkout",
}
_KEYS = {
    "orders": ORDERS_KEY,
    "products": PRODUCTS_KEY,
    "payments": PAYMENTS_KEY,
    "steps": STEPS_KEY,
    "allowances": ALLOWANCES_KEY,
}
START = datetime(2030, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
CONTEXT = SimpleNamespace(
    function_name="checkout",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:checkout",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 120_000,
)


class Clock:
    """A clock that is one second later at each call."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


class Interrupted:
    """A DynamoDB client that calls ``act`` once, before the first call of ``operation``."""

    def __init__(self, client: Any, operation: str, act: Callable[[], object]) -> None:
        self._client = client
        self._operation = operation
        self._act: Callable[[], object] | None = act

    def __getattr__(self, name: str) -> Any:
        if name == self._operation and self._act:
            act, self._act = self._act, None
            act()
        return getattr(self._client, name)


@cache
def _client() -> Any:
    """It outlives a test: moto answers clients of any age, and is empty for each test."""
    return without_http(boto3.resource("dynamodb", region_name=REGION).meta.client)


class Shop:
    """Tables with three products (lamp 1299 EUR x5, mug 850 EUR x1, kite 2000 USD x3)."""

    def __init__(self) -> None:
        self.client = _client()
        self.clock = Clock()
        for table, keys in _KEYS.items():
            self.client.create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": k, "AttributeType": "S"} for k in keys],
                KeySchema=[
                    {"AttributeName": key, "KeyType": kind}
                    for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
                ],
            )
        self.add_product("lamp", 1299, 5)
        self.add_product("mug", 850, 1)
        self.add_product("kite", 2000, 3, currency="USD")

    def add_product(
        self, product_id: str, price: Any, stock: int, currency: str = "EUR", **more: Any
    ) -> None:
        item = {
            "productId": product_id,
            "name": product_id.title(),
            "description": f"A {product_id}",
            "unitPriceMinor": price,
            "currency": currency,
            "stock": stock,
            **more,
        }
        self.client.put_item(TableName="products", Item=item)

    def orders(self, client: Any | None = None) -> Orders:
        return Orders("orders", self.clock, client or self.client)

    def outcomes(self, client: Any | None = None) -> Outcomes:
        return Outcomes("orders", self.clock, client or self.client)

    def end(self, order_id: str, status: str, reason: str | None = None) -> None:
        """End a stored order as the saga would."""
        stored = self.orders().existing(order_id)
        if status == FINALIZED:
            self.outcomes().finalize(order_id, stored["amountMinor"], stored["currency"])
        else:
            self.outcomes().undo(order_id, status, reason)

    def products(self) -> Products:
        return Products("products", self.client)

    def allowances(self, per_minute: int = 10) -> Allowances:
        return Allowances("allowances", self.clock, per_minute, self.client)

    def records(self, client: Any | None = None) -> StepRecords:
        return StepRecords("steps", self.clock, client or self.client)

    def stock(self, client: Any | None = None) -> Stock:
        return Stock("products", self.records(), client or self.client)

    def provider(self, client: Any | None = None) -> SimulatedPaymentProvider:
        return SimulatedPaymentProvider("payments", self.clock, client or self.client)

    def interrupted(self, operation: str, act: Callable[[], object]) -> Interrupted:
        return Interrupted(self.client, operation, act)

    def stored(self, order_id: str = "ord-1") -> dict[str, Any]:
        """The order's row as JSON-ready data."""
        key = {ORDERS_KEY[0]: order_id}
        row: dict[str, Any] = plain(self.client.get_item(TableName="orders", Key=key)["Item"])
        return row

    def correct(self, order_id: str, *removed: str, **changes: Any) -> None:
        """Change the order's row as an operator does by hand."""
        row = {**self.stored(order_id), **changes}
        item = {name: value for name, value in row.items() if name not in removed}
        self.client.put_item(TableName="orders", Item=item)

    def rows(self, table: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.client.scan(TableName=table)["Items"]
        return items

    def units(self, product_id: str) -> int:
        item = self.client.get_item(TableName="products", Key={"productId": product_id})["Item"]
        return int(item["stock"])

    def money(self, order_id: str) -> int:
        """Net money taken for the order, in minor units."""
        entries = {e: self.provider().entry(order_id, e) for e in (CHARGE, REFUND)}
        charge, refund = entries[CHARGE], entries[REFUND]
        return (charge.amount_minor if charge else 0) - (refund.amount_minor if refund else 0)


def order(
    order_id: str = "ord-1", paid_with: str = "tok_ok", lines: dict[str, int] | None = None
) -> Order:
    """An order of Ada's: two lamps and a mug, or ``lines``."""
    prices = {"lamp": 1299, "mug": 850}
    chosen = tuple(
        OrderLine(
            product_id=product_id, quantity=quantity, unit_price_minor=prices.get(product_id, 100)
        )
        for product_id, quantity in (lines or {"lamp": 2, "mug": 1}).items()
    )
    return Order(
        order_id=order_id,
        user_id="ada",
        lines=chosen,
        amount_minor=total_minor(chosen),
        currency="EUR",
        payment_token=paid_with,
    )


def request(
    body: Any, key: str | None = "key-1", user: str | None = "ada", **more: Any
) -> dict[str, Any]:
    """A ``POST /checkout`` event of an HTTP API (payload 2.0)."""
    return {
        "headers": {
            "content-type": "application/json",
            **({"idempotency-key": key} if key else {}),
        },
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"authorizer": {"jwt": {"claims": {"sub": user} if user else {}}}},
        **more,
    }


def lines(**quantities: Any) -> dict[str, Any]:
    return {"lines": [{"productId": p, "quantity": q} for p, q in quantities.items()]}


def stream_batch(*items: dict[str, Any]) -> dict[str, Any]:
    """A batch of the orders table's stream as Lambda delivers it: items, numbered from 100."""
    serializer = TypeSerializer()
    images = [{k: serializer.serialize(v) for k, v in item.items()} for item in items]
    records = [
        {
            "eventName": "MODIFY",
            "dynamodb": {
                "Keys": {key: image[key] for key in ORDERS_KEY},
                "NewImage": image,
                "SequenceNumber": str(100 + index),
            },
        }
        for index, image in enumerate(images)
    ]
    return {"Records": records}
