"""``GET /products`` and ``GET /orders/{orderId}``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.checkout import get_order, list_products, start_checkout
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.stores import products as products_store
from functions.checkout.stores.orders import Orders
from functions.checkout.stores.products import Products
from tests.support.checkout_shop import CONTEXT, Shop, lines, order, request

ORDER_ID = derive_order_id("ada", "key-1")
OTHER_ID = derive_order_id("ada", "key-2")


def _get(order_id: str | None, user: str | None = "ada") -> tuple[int, dict[str, Any]]:
    event = request(None, user=user, pathParameters={"orderId": order_id} if order_id else None)
    response = get_order.handler(event, CONTEXT)
    return response["statusCode"], json.loads(response["body"])


def test_a_buyer_sees_their_order(shop: Shop) -> None:
    shop.orders().create(order(ORDER_ID), "fingerprint")
    status, body = _get(ORDER_ID)
    assert status == 200
    assert body == {
        "orderId": ORDER_ID,
        "status": "PENDING",
        "lines": [line.to_payload() for line in order().lines],
        "amountMinor": 3448,
        "currency": "EUR",
        "createdAt": body["updatedAt"],
        "updatedAt": body["updatedAt"],
    }


def test_an_ended_order_shows_its_status_and_reason(shop: Shop) -> None:
    shop.orders().create(order(ORDER_ID), "fingerprint")
    shop.end(ORDER_ID, "REFUNDED", "OutOfStock")
    body = _get(ORDER_ID)[1]
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
    shop.orders().create(order(ORDER_ID), "fingerprint")
    shown = _get(ORDER_ID)[1]
    shop.correct(ORDER_ID, removed, **changes)
    assert _get(ORDER_ID) == (200, {**shown, **changes})
    assert _get(ORDER_ID, user="eve") == _get(OTHER_ID, user="eve")


def test_a_row_without_a_user_is_nobodys_order(shop: Shop) -> None:
    shop.orders().create(order(ORDER_ID), "fingerprint")
    shop.correct(ORDER_ID, "userId")
    assert _get(ORDER_ID)[0] == 404


def test_an_order_of_someone_else_looks_like_one_that_does_not_exist(shop: Shop) -> None:
    shop.orders().create(order(ORDER_ID), "fingerprint")
    assert _get(ORDER_ID, user="eve") == _get(OTHER_ID, user="eve")
    assert _get(ORDER_ID, user="eve")[0] == 404


@pytest.mark.parametrize(
    "order_id",
    [None, "", "ord-\u00e4", "x" * 2049, "ord-1", ORDER_ID.upper(), f"{ORDER_ID}\n", "\ud800"],
    ids=["none", "empty", "umlaut", "too long", "short", "capitals", "line feed", "surrogate"],
)
def test_an_id_that_is_not_one_of_ours_is_unknown_before_a_read(
    shop: Shop, order_id: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = _get(OTHER_ID)
    monkeypatch.setattr(Orders, "find", lambda *_: pytest.fail("the table was read"))
    assert _get(order_id) == unknown
    assert unknown[0] == 404


def test_nobody_without_a_token_sees_an_order(shop: Shop) -> None:
    assert _get(ORDER_ID, user=None)[0] == 401


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


def _page(after: str | None = None) -> tuple[dict[str, str], dict[str, Any]]:
    event = {} if after is None else {"queryStringParameters": {"after": after}}
    response = list_products.handler(event, CONTEXT)
    assert response["statusCode"] == 200
    return response["headers"], json.loads(response["body"])


def _pages() -> list[dict[str, Any]]:
    pages = [_page()[1]]
    while "next" in pages[-1]:
        pages.append(_page(pages[-1]["next"])[1])
    return pages


def test_an_unlisted_product_is_not_shown_and_can_be_ordered(shop: Shop) -> None:
    shop.client.update_item(
        TableName="products",
        Key={"productId": "kite"},
        UpdateExpression="SET unlisted = :yes",
        ExpressionAttributeValues={":yes": True},
    )

    assert [product["productId"] for product in _page()[1]["products"]] == ["lamp", "mug"]
    assert start_checkout.handler(request(lines(kite=1)), CONTEXT)["statusCode"] == 202


def test_a_product_that_says_it_is_not_unlisted_is_shown_as_any_other(shop: Shop) -> None:
    before = _page()[1]
    shop.client.update_item(
        TableName="products",
        Key={"productId": "kite"},
        UpdateExpression="SET unlisted = :no",
        ExpressionAttributeValues={":no": False},
    )

    assert _page()[1] == before


def test_a_shop_that_fits_a_page_has_no_next_one(shop: Shop) -> None:
    assert [*_page()[1]] == ["products"]


def test_pages_hold_every_product_once_and_each_is_bounded_and_sorted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products_store, "PAGE_PRODUCTS", 2)
    for number in range(5):
        shop.add_product(f"chair-{number}", 100, 1)
    pages = [[product["productId"] for product in page["products"]] for page in _pages()]
    assert all(1 <= len(page) <= 2 and page == sorted(page) for page in pages[:-1])
    assert sorted(product for page in pages for product in page) == sorted(
        ["kite", "lamp", "mug", *(f"chair-{n}" for n in range(5))]
    )


def test_a_page_ends_before_lambda_refuses_its_size(shop: Shop) -> None:
    for number in range(12):
        shop.add_product(f"essay-{number}", 100, 1, description="\x01" * 350_000)
    ids = []
    for page in _pages():
        answer = {"statusCode": 200, "body": json.dumps(page)}
        assert len(json.dumps(answer)) < 6_000_000
        ids += [product["productId"] for product in page["products"]]
    assert len(ids) == len(set(ids)) == 15


@pytest.mark.parametrize(
    "after", ["", "x" * 2049, "\u00e4" * 1025], ids=["empty", "bytes", "umlauts"]
)
def test_a_page_after_what_cannot_be_a_key_is_a_400(shop: Shop, after: str) -> None:
    response = list_products.handler({"queryStringParameters": {"after": after}}, CONTEXT)
    assert (response["statusCode"], json.loads(response["body"])["code"]) == (400, "invalid-after")
    assert response["headers"]["cache-control"] == "no-store"


def test_the_products_may_be_cached_and_what_is_a_buyers_may_not(shop: Shop) -> None:
    headers = _page()[0]
    assert (headers["cache-control"], headers["vary"]) == ("public, max-age=5", "origin")
    shop.orders().create(order(ORDER_ID), "fingerprint")
    for order_id in (ORDER_ID, OTHER_ID):
        event = request(None, pathParameters={"orderId": order_id})
        assert get_order.handler(event, CONTEXT)["headers"]["cache-control"] == "no-store"


class UnreadKeys:
    """A client that reads one product of each batch, as DynamoDB may under load."""

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:
        first, *rest = RequestItems["products"]["Keys"]
        unread = {"products": {"Keys": rest}} if rest else {}
        product = {**first, "name": "A", "unitPriceMinor": 1, "currency": "EUR", "stock": 1}
        return {"Responses": {"products": [product]}, "UnprocessedKeys": unread}


def test_products_that_a_batch_left_unread_are_asked_for_again() -> None:
    products = Products("products", UnreadKeys(), pause=lambda seconds: None)
    assert sorted(products.by_id(["a", "b", "c"])) == ["a", "b", "c"]
