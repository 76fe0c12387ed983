"""What may be ordered: parsing, checking and pricing, without AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.checkout.domain.order import Order
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.pricing import price
from functions.checkout.domain.rules import InvalidOrder
from functions.checkout.domain.wire import RefusedOrderError
from functions.checkout.http import parse_checkout
from functions.checkout.http.problems import ProblemError, to_http_response
from functions.common.lambda_types import ApiResponse
from tests.support.checkout_shop import lines, order

KEY = {"Idempotency-Key": "key-1"}
CATALOGUE: dict[str, Any] = {
    "lamp": {"productId": "lamp", "unitPriceMinor": 1299, "currency": "EUR"},
    "mug": {"productId": "mug", "unitPriceMinor": 850, "currency": "EUR"},
    "kite": {"productId": "kite", "unitPriceMinor": 2000, "currency": "USD"},
}


def _parse(body: Any, headers: dict[str, str] | None = None) -> OrderRequest:
    return parse_checkout.parse(KEY if headers is None else headers, json.dumps(body))


def _price(body: Any) -> Order:
    return price(_parse(body), CATALOGUE, order_id="ord-1", user_id="ada")


def _refused_price(body: Any) -> tuple[int, dict[str, Any]]:
    """The status and the problem document that a client gets when the body cannot be priced."""

    def price_it() -> ApiResponse:
        _price(body)
        raise AssertionError("priced all the same")

    response = to_http_response(price_it, on_defect=lambda: None)
    return response["statusCode"], json.loads(response["body"])


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**400, 1.5, 1.0, "1", True, None, [], {}])
def test_a_quantity_that_is_not_a_whole_number_from_1_to_99_is_refused(quantity: Any) -> None:
    body = f'{{"lines":[{{"productId":"lamp","quantity":{json.dumps(quantity)}}}]}}'
    with pytest.raises(RefusedOrderError) as refused:
        parse_checkout.parse(KEY, body)
    assert refused.value.code == "invalid-quantity"


@pytest.mark.parametrize("quantity", [1, 99])
def test_the_limits_of_the_quantity_are_allowed(quantity: int) -> None:
    assert _parse(lines(lamp=quantity)).lines[0].quantity == quantity


@pytest.mark.parametrize("body", [{}, {"lines": []}, {"lines": None}, {"lines": "lamp"}])
def test_an_order_without_lines_is_refused(body: Any) -> None:
    with pytest.raises(RefusedOrderError) as refused:
        _parse(body)
    assert refused.value.code == "no-lines"


@pytest.mark.parametrize("line", [None, "lamp", 7, []])
def test_a_line_that_is_not_an_object_is_refused(line: Any) -> None:
    with pytest.raises(RefusedOrderError, match=r"lines\[0\]") as refused:
        _parse({"lines": [line]})
    assert refused.value.code == "invalid-line"


@pytest.mark.parametrize("product_id", [None, "", 7, "a b", "x" * 129, "\ud800", "l\u00e4mp"])
def test_an_invalid_product_id_is_refused(product_id: Any) -> None:
    with pytest.raises(RefusedOrderError) as refused:
        _parse({"lines": [{"productId": product_id, "quantity": 1}]})
    assert refused.value.code == "invalid-product-id"


@pytest.mark.parametrize("count", [21, 10_000])
def test_more_than_twenty_lines_are_refused(count: int) -> None:
    with pytest.raises(RefusedOrderError) as refused:
        _parse(lines(**{f"p{n}": 1 for n in range(count)}))
    assert refused.value.code == "too-many-lines"


def test_twenty_lines_are_allowed() -> None:
    assert len(_parse(lines(**{f"p{n}": 1 for n in range(20)})).lines) == 20


def test_the_same_product_twice_is_refused_and_named() -> None:
    twice = {"lines": [{"productId": "lamp", "quantity": 1}] * 2}
    with pytest.raises(RefusedOrderError, match="lamp") as refused:
        _parse(twice)
    assert refused.value.code == "duplicate-lines"


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"x"', "NaN", "[" * 100_000, '{"lines":' + "9" * 5000 + "}"],
    ids=["empty", "cut", "list", "null", "text", "NaN", "deep", "long number"],
)
def test_a_body_that_is_not_a_json_object_is_malformed(body: str) -> None:
    with pytest.raises(ProblemError) as refused:
        parse_checkout.parse(KEY, body)
    assert (refused.value.status, refused.value.code) == (400, "malformed-json")


@pytest.mark.parametrize("body", ["!!!", "/w=="], ids=["no base64", "no UTF-8"])
def test_an_undecodable_base64_body_is_malformed(body: str) -> None:
    with pytest.raises(ProblemError) as refused:
        parse_checkout.parse(KEY, body, is_base64=True)
    assert refused.value.code == "malformed-json"


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": ""}, {"idempotency-key": "  "}])
def test_a_missing_idempotency_key_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(ProblemError) as refused:
        _parse(lines(lamp=1), headers)
    assert (refused.value.status, refused.value.code) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", ["k" * 129, "schl\u00fcssel", "a\nb", "key-1,key-1"])
def test_an_idempotency_key_that_is_too_long_not_printable_or_two_keys_is_refused(key: str) -> None:
    with pytest.raises(ProblemError) as refused:
        _parse(lines(lamp=1), {"idempotency-key": key})
    assert (refused.value.status, refused.value.code) == (400, "idempotency-key-invalid")


def test_a_header_that_comes_in_two_spellings_was_sent_twice() -> None:
    with pytest.raises(ProblemError) as refused:
        _parse(lines(lamp=1), {"Idempotency-Key": "key-1", "idempotency-key": "key-1"})
    assert (refused.value.status, refused.value.code) == (400, "idempotency-key-invalid")


def test_an_idempotency_key_of_128_characters_is_allowed() -> None:
    assert _parse(lines(lamp=1), {"IDEMPOTENCY-KEY": "k" * 128}).idempotency_key == "k" * 128


@pytest.mark.parametrize("token", [None, "", 7, "a b", "x" * 129])
def test_an_invalid_payment_token_is_refused(token: Any) -> None:
    with pytest.raises(RefusedOrderError) as refused:
        _parse({**lines(lamp=1), "paymentToken": token})
    assert refused.value.code == "invalid-payment-token"


def test_unknown_products_are_refused_and_named() -> None:
    status, problem = _refused_price(lines(lamp=1, moon=1))
    assert (status, problem["code"]) == (422, "unknown-product")
    assert "moon" in problem["detail"]


def test_an_order_in_two_currencies_is_refused() -> None:
    status, problem = _refused_price(lines(lamp=1, kite=1))
    assert (status, problem["code"]) == (422, "mixed-currencies")
    assert "EUR, USD" in problem["detail"]


def test_the_order_has_the_shops_prices_not_the_clients() -> None:
    line = {"productId": "lamp", "quantity": 2, "unitPriceMinor": 1, "currency": "XXX"}
    priced = _price({"lines": [line], "userId": "eve"})
    assert (priced.amount_minor, priced.currency, priced.user_id) == (2598, "EUR", "ada")
    assert priced.lines[0].unit_price_minor == 1299


def test_an_amount_beyond_what_a_page_has_exactly_is_refused() -> None:
    exact: dict[str, Any] = {"palace": {**CATALOGUE["lamp"], "unitPriceMinor": 2**53 - 1}}
    one, two = _parse(lines(palace=1)), _parse(lines(palace=2))
    assert price(one, exact, order_id="ord-1", user_id="ada").amount_minor == 2**53 - 1
    with pytest.raises(RefusedOrderError, match="Order fewer units at once") as refused:
        price(two, exact, order_id="ord-1", user_id="ada")
    assert refused.value.code == "amount-too-large"


def test_the_fingerprint_ignores_the_order_of_lines_and_prices_but_nothing_else() -> None:
    wish = _parse(lines(lamp=1, mug=2)).fingerprint()
    assert _parse({**lines(mug=2, lamp=1), "amountMinor": 1}).fingerprint() == wish
    assert _parse(lines(lamp=2, mug=1)).fingerprint() != wish
    assert _parse(lines(lamp=1)).fingerprint() != wish
    fresh = _parse({**lines(lamp=1, mug=2), "paymentToken": "tok_x"})
    assert fresh.fingerprint() != wish == fresh.fingerprint(paid_with="tok_ok")


def test_the_order_id_is_a_hash_of_user_and_key() -> None:
    first = derive_order_id("ada", "key-1")
    assert first.startswith("ord-")
    assert len(first) == 44
    assert first == derive_order_id("ada", "key-1")
    assert first != derive_order_id("bob", "key-1")
    assert first != derive_order_id("ada", "key-2")
    assert derive_order_id("ada", "1key") != derive_order_id("ada1", "key")


def test_an_order_survives_its_payload() -> None:
    assert Order.from_payload(json.loads(json.dumps(order().to_payload()))) == order()


@pytest.mark.parametrize(
    "change",
    [
        {"orderId": ""},
        {"userId": None},
        {"lines": []},
        {"lines": "x"},
        {"lines": [1]},
        {"amountMinor": 1},
        {"amountMinor": 3448.5},
        {"amountMinor": float("nan")},
        {"amountMinor": True},
        {"lines": [{"productId": "lamp", "quantity": 0, "unitPriceMinor": 1}]},
    ],
)
def test_a_step_refuses_an_order_that_contradicts_itself(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidOrder):
        Order.from_payload({**order().to_payload(), **change})


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (
            "paymentToken",
            ["tok_secret"],
            "order.paymentToken must be a text that is not empty, got list",
        ),
        ("amountMinor", "tok_secret", "order.amountMinor must be a whole number from 0, got str"),
        ("lines", "tok_secret", "order.lines must be a list of at least one object, got str"),
        ("lines", ["tok_secret"], "order.lines[] must be an object, got str"),
    ],
)
def test_an_error_about_an_order_tells_the_type_and_not_the_value(
    field: str, value: object, said: str
) -> None:
    with pytest.raises(InvalidOrder) as refused:
        Order.from_payload({**order().to_payload(), field: value})
    assert str(refused.value) == said


def test_a_step_refuses_an_input_without_an_order() -> None:
    with pytest.raises(InvalidOrder, match="NoneType"):
        Order.from_payload(None)
