"""The declaration of the order, and what follows from it."""

from __future__ import annotations

from dataclasses import field, fields

import pytest

from contract.tables import ORDERS_KEY, PAYMENTS_KEY, PRODUCTS_KEY
from functions.checkout.domain.order import (
    CURRENCY,
    ORDER_ID,
    PAYMENT_TOKEN,
    PRODUCT_ID,
    QUANTITY,
    Choices,
    Order,
    OrderLine,
    RequestedLine,
)
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.outcome import StoredOutcome
from functions.checkout.domain.payment_provider import Movement
from functions.checkout.domain.pricing import price
from functions.checkout.domain.product import Product
from functions.checkout.domain.rules import InvalidOrder, Rule, Text
from functions.checkout.domain.stored_order import StoredOrder
from functions.checkout.domain.wire import RefusedOrderError, WireObject, declared, wire, wire_name
from tests.support.checkout_shop import order


def _request(lines: dict[str, int], payment_token: str = "tok_ok") -> OrderRequest:
    wanted = tuple(RequestedLine(product_id=name, quantity=n) for name, n in lines.items())
    return OrderRequest(idempotency_key="key-1", lines=wanted, payment_token=payment_token)


@pytest.mark.parametrize(
    ("lines", "token", "fingerprint"),
    [
        ({"lamp": 1, "mug": 2}, "tok_ok",
         "21858a992a75b8cd429682a9b41672f567194114f806e8ea353059efe8b96607"),
        ({"mug": 2, "lamp": 1}, "tok_ok",
         "21858a992a75b8cd429682a9b41672f567194114f806e8ea353059efe8b96607"),
        ({"kite": 99}, "tok_declined",
         "4754c9f43e106d1badddd7a41f3194b75d903012b0256877fdbc31bc3b3eaeac"),
        ({'a"b\\c': 3, "Zed": 1, "_x": 20}, "tok_timeout",
         "0ac77effeae78370d8c61fbb11f3d7bd48b0a85d7b6d0fc361af5f703439d28f"),
    ],
)  # fmt: skip
def test_a_fingerprint_is_the_one_that_rows_of_earlier_deployments_hold(
    lines: dict[str, int], token: str, fingerprint: str
) -> None:
    assert _request(lines, token).fingerprint() == fingerprint


NOTE = Text(r".{1,200}", "a text of 200 characters at most")


def test_an_optional_field_enters_the_fingerprint_only_when_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @declared
    class Noted(Choices):
        engraving: str | None = field(default=None, metadata=wire(NOTE))

    @declared
    class NotedRequest(OrderRequest, Noted):
        """A request of a shop that also engraves."""

    monkeypatch.setattr("functions.checkout.domain.order_request.Choices", Noted)

    def fingerprint(**body: object) -> str:
        lines = [{"productId": "lamp", "quantity": 1}, {"productId": "mug", "quantity": 2}]
        return NotedRequest.from_body("key-1", {"lines": lines, **body}).fingerprint()

    without = "21858a992a75b8cd429682a9b41672f567194114f806e8ea353059efe8b96607"
    assert fingerprint() == fingerprint(engraving=None) == without
    assert len({without, fingerprint(engraving="For Ada"), fingerprint(engraving="For Bob")}) == 3
    with pytest.raises(RefusedOrderError, match="engraving must be a text of 200") as refused:
        fingerprint(engraving="x" * 201)
    assert refused.value.code == "invalid-engraving"
    with pytest.raises(RefusedOrderError):
        fingerprint(engraving="\ud800")  # DynamoDB cannot store it


def test_an_optional_field_of_a_line_reaches_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    @declared
    class Noted(RequestedLine):
        engraving: str | None = field(default=None, metadata=wire(NOTE))

    @declared
    class NotedLine(OrderLine, Noted):
        """A line of a shop that also engraves."""

    monkeypatch.setattr("functions.checkout.domain.order_request.RequestedLine", Noted)
    monkeypatch.setattr("functions.checkout.domain.pricing.RequestedLine", Noted)
    monkeypatch.setattr("functions.checkout.domain.pricing.OrderLine", NotedLine)
    lamp: Product = {
        "productId": "lamp",
        "name": "Lamp",
        "unitPriceMinor": 1299,
        "currency": "EUR",
        "stock": 5,
    }

    line = {"productId": "lamp", "quantity": 2, "engraving": "For Ada"}
    request = OrderRequest.from_body("key-1", {"lines": [line]})
    priced = price(request, {"lamp": lamp}, order_id="ord-1", user_id="ada")

    assert priced.to_payload()["lines"] == [{**line, "unitPriceMinor": 1299}]


def test_a_row_yields_the_order_that_was_placed_and_what_its_buyer_is_shown() -> None:
    stored = StoredOrder(
        **order().values(Order),
        status="NEEDS_ATTENTION",
        created_at="2030-01-02T03:04:05.678Z",
        updated_at="2030-01-02T03:04:06.678Z",
        request_fingerprint="secret",
        resolved_as="REFUNDED",
        resolved_at="2030-01-02T03:04:07.678Z",
    )

    assert Order.from_payload(stored.to_payload()) == order()
    assert StoredOrder.shown(stored.to_payload()) == {
        "orderId": "ord-1",
        "status": "NEEDS_ATTENTION",
        "lines": [line.to_payload() for line in order().lines],
        "amountMinor": 3448,
        "currency": "EUR",
        "createdAt": "2030-01-02T03:04:05.678Z",
        "updatedAt": "2030-01-02T03:04:06.678Z",
        "resolvedAs": "REFUNDED",
        "resolvedAt": "2030-01-02T03:04:07.678Z",
    }


def test_the_declared_names_are_those_that_tables_and_outcomes_use() -> None:
    def names(kind: type[WireObject]) -> set[str]:
        return {wire_name(each.name) for each in fields(kind)}

    assert set(ORDERS_KEY) | set(StoredOutcome.__annotations__) <= names(StoredOrder)
    assert set(PAYMENTS_KEY) <= names(Movement)
    assert set(PRODUCTS_KEY) <= names(OrderLine)


@pytest.mark.parametrize(
    ("rule", "value", "says"),
    [
        (CURRENCY, 5, "x must be a text that is not empty, got int"),
        (CURRENCY, "", "x must be a text that is not empty, got an empty str"),
        (CURRENCY, None, "x must be a text that is not empty, got NoneType"),
        (QUANTITY, 0, "x must be a whole number from 1, got a smaller number"),
        (QUANTITY, -2, "x must be a whole number from 1, got a smaller number"),
        (QUANTITY, "2", "x must be a whole number from 1, got str"),
        (QUANTITY, float("inf"), "x must be a whole number from 1, got float"),
        (QUANTITY, 10**38, "x must have at most 38 digits, got more"),
        pytest.param(QUANTITY, 10**400, "x must have at most 38 digits, got more", id="long"),
        (CURRENCY, "\ud83d", "x must be Unicode text, got half of a surrogate pair"),
        pytest.param(ORDER_ID, "é" * 1025, "x must have at most 2048 bytes, got more", id="é"),
        pytest.param(PRODUCT_ID, "a" * 2049, "x must have at most 2048 bytes, got more", id="a"),
    ],
)
def test_an_unreadable_field_is_described_without_its_value(
    rule: Rule, value: object, says: str
) -> None:
    with pytest.raises(InvalidOrder) as caught:
        rule.read("x", value)

    assert str(caught.value) == says


def test_what_a_row_can_hold_is_read() -> None:
    assert QUANTITY.read("x", 10**38 - 1) == 10**38 - 1
    assert ORDER_ID.read("x", "é" * 1024) == "é" * 1024
    assert PAYMENT_TOKEN.read("x", "t" * 5000) == "t" * 5000
