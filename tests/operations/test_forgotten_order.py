"""What of an order is a record for the books, and what was its buyer's."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from boto3.dynamodb.types import TypeSerializer

from contract.orders import FINALIZED
from functions.checkout.domain.order import Choices, Order, OrderLine
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.stored_order import StoredOrder
from functions.checkout.domain.wire import wire_name
from operations.forget_user.forgotten_order import KEPT, KEPT_OF_A_LINE, forgotten
from operations.orders_table import decoded

WHEN = "2030-01-02T03:04:05.678Z"
STORED = StoredOrder(
    order_id="ord-1", user_id="ada", lines=(OrderLine(product_id="mug", quantity=2,
    unit_price_minor=100),), amount_minor=200, currency="EUR", payment_token="tok_ok",
    status=FINALIZED, created_at=WHEN, updated_at=WHEN, request_fingerprint="hash",
    committed_at=WHEN,
).to_payload()  # fmt: skip


def row(**more: Any) -> dict[str, Any]:
    stored = {**STORED, **more}
    return {name: TypeSerializer().serialize(value) for name, value in stored.items()}


def test_each_field_of_an_order_is_kept_or_is_its_buyers() -> None:
    declared = {wire_name(one.name) for one in fields(StoredOrder)}
    choices = {wire_name(one.name) for one in fields(Choices)}
    assert declared - set(KEPT) == {*choices, "userId", "requestFingerprint"}
    assert set(KEPT_OF_A_LINE) == {wire_name(one.name) for one in fields(OrderLine)}


def test_what_a_buyer_chose_in_words_goes_with_the_buyer() -> None:
    lines = [{**STORED["lines"][0], "engraving": "For Bob"}]
    left = decoded(forgotten(row(giftNote="für Ada", lines=lines)))

    assert "Ada" not in str(left)
    assert "Bob" not in str(left)
    assert "tok_ok" not in str(left)
    assert left["lines"] == STORED["lines"]
    assert {name: left[name] for name in ("status", "amountMinor", "currency", "createdAt")} == {
        name: STORED[name] for name in ("status", "amountMinor", "currency", "createdAt")
    }


def test_nothing_leads_from_one_order_of_a_user_to_another() -> None:
    first, second = (decoded(forgotten(row()))["userId"] for _ in range(2))
    assert first != second
    assert first.startswith("forgotten-")


def test_the_sagas_functions_still_read_the_order() -> None:
    order = Order.from_payload(decoded(forgotten(row())))
    assert (order.order_id, order.amount_minor) == ("ord-1", 200)


def test_a_repeat_of_the_request_is_not_the_forgotten_order() -> None:
    body = {"lines": [{"productId": "mug", "quantity": 2}], "paymentToken": "tok_ok"}
    request = OrderRequest.from_body("key", body)
    assert decoded(forgotten(row()))["requestFingerprint"] != request.fingerprint(paid_with=None)


def test_a_row_that_was_corrected_by_hand_can_be_forgotten_too() -> None:
    left = decoded(forgotten({"orderId": {"S": "ord-1"}, "userId": {"S": "ada"}}))
    assert left["orderId"] == "ord-1"
    assert "lines" not in left
