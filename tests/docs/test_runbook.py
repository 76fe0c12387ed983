"""What the runbook tells operators to type does what it says."""

from __future__ import annotations

from boto3.dynamodb.types import TypeSerializer

from functions.checkout.domain.order import Order, OrderLine
from functions.checkout.stores.idempotent_steps import RECORD_DAYS
from tests.support.runbook import RUNBOOK, order_query


def test_the_order_as_it_is_stored_becomes_the_payload_of_the_functions() -> None:
    lines = (OrderLine("mug-01", 2, 1299), OrderLine("vase-07", 1, 4000))
    order = Order("ord-1", "ada", lines, 6598, "EUR", "tok_ok")
    item = {**order.to_payload(), "status": "NEEDS_ATTENTION", "createdAt": "2026-01-01T00:00:00Z"}
    stored = {"Item": {name: TypeSerializer().serialize(value) for name, value in item.items()}}

    payload = order_query().search(stored)
    assert payload == {"order": order.to_payload()}
    assert Order.from_payload(payload["order"]) == order


def test_the_life_of_the_records_is_the_true_one() -> None:
    assert f"live for {RECORD_DAYS} days" in RUNBOOK
