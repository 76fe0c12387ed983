"""``GET /products`` and ``GET /orders/{orderId}``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.checkout import get_order, list_products
from functions.checkout.stores.products import Products
from tests.support.checkout_shop import CONTEXT, Shop, order, request


def _get(order_id: str | None, user: str | None = "ada") -> tuple[int, dict[str, Any]]:
    event = request(None, user=user, pathParameters={"orderId": order_id} if order_id else None)
    response = get_order.handler(event, CONTEXT)
    return response["statusCode"], json.loads(response["body"])


def test_a_buyer_sees_their_order(shop: Shop) -> None:
    shop.orders().create(order(), "fingerprint")
    status, body = _get("ord-1")
    assert status == 200
    assert body == {
        "orderId": "ord-1",
        "status": "PENDING",
        "lines": [line.to_payload() for line in order().lines],
        "amountMinor": 3448,
        "currency": "EUR",
        "createdAt": body["updatedAt"],
        "updatedAt": body["updatedAt"],
    }


def test_an_ended_order_shows_its_status_and_reason(shop: Shop) -> None:
    shop.orders().create(order(), "fingerprint")
    shop.end("ord-1", "REFUNDED", "OutOfStock")
    body = _get("ord-1")[1]
    assert (body["status"], body["reason"]) == ("REFUNDED", "OutOfStock")
    assert body["updatedAt"] > body["createdAt"]


@pytest.mark.parametrize(
    ("changes", "removed"),
    [
        ({"amountMinor": 3000}, ""),
        ({"lines": [{"productId": "lamp", "quantity": 1, "engraving": "For Bob"}]}, "paymentToken"),
        ({"lines": []}, ""),
        ({"reason": ""}, ""),
        ({"status": "SHIPPED"}, ""),
        ({}, "requestFingerprint"),
    ],
)
def test_a_row_that_this_checkout_would_not_store_is_shown_as_it_is(
    shop: Shop, changes: dict[str, Any], removed: str
) -> None:
    shop.orders().create(order(), "fingerprint")
    shown = _get("ord-1")[1]
    shop.correct("ord-1", removed, **changes)
    assert _get("ord-1") == (200, {**shown, **changes})
    assert _get("ord-1", user="eve") == _get("ord-2", user="eve")


def test_a_row_without_a_user_is_nobodys_order(shop: Shop) -> None:
    shop.orders().create(order(), "fingerprint")
    shop.correct("ord-1", "userId")
    assert _get("ord-1")[0] == 404


def test_an_order_of_someone_else_looks_like_one_that_does_not_exist(shop: Shop) -> None:
    shop.orders().create(order(), "fingerprint")
    assert _get("ord-1", user="eve") == _get("ord-2", user="eve")
    assert _get("ord-1", user="eve")[0] == 404


@pytest.mark.parametrize("order_id", [None, "", "ord-\u00e4", "x" * 500])
def test_an_invalid_order_id_is_unknown(shop: Shop, order_id: str | None) -> None:
    assert _get(order_id)[0] == 404


def test_nobody_without_a_token_sees_an_order(shop: Shop) -> None:
    assert _get("ord-1", user=None)[0] == 401


def test_the_products_are_listed_with_price_and_stock_in_order_of_their_ids(shop: Shop) -> None:
    response = list_products.handler({}, CONTEXT)
    products = json.loads(response["body"])["products"]
    assert [product["productId"] for product in products] == ["kite", "lamp", "mug"]
    assert products[1] == {
        "productId": "lamp",
        "name": "Lamp",
        "description": "A lamp",
        "unitPriceMinor": 1299,
        "currency": "EUR",
        "stock": 5,
    }


def test_what_the_shop_does_not_show_stays_hidden(shop: Shop) -> None:
    shop.add_product("lamp", 1299, 5, purchasePriceMinor=400)
    assert "400" not in list_products.handler({}, CONTEXT)["body"]


class Pages:
    """A client that answers page by page, as DynamoDB does for big tables and under load."""

    def scan(self, **call: Any) -> dict[str, Any]:
        if "ExclusiveStartKey" in call:
            return {"Items": [{"productId": "a"}]}
        return {"Items": [{"productId": "b"}], "LastEvaluatedKey": {"productId": "b"}}

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:
        first, *rest = RequestItems["products"]["Keys"]
        unread = {"products": {"Keys": rest}} if rest else {}
        return {"Responses": {"products": [first]}, "UnprocessedKeys": unread}


def test_products_are_read_to_the_last_page() -> None:
    products = Products("products", Pages(), pause=lambda seconds: None)
    assert [product["productId"] for product in products.all()] == ["a", "b"]
    assert sorted(products.by_id(["a", "b", "c"])) == ["a", "b", "c"]
