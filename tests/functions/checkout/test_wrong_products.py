"""People write the products' rows. A row that is wrong takes neither the shop nor an order down."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from functions.checkout import get_order, list_products, start_checkout
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.domain.product import WrongProduct, read_product
from functions.checkout.stores import products as products_store
from functions.checkout.stores.table import plain
from functions.common.observability import logger
from tests.support.checkout_shop import CONTEXT, Shop, lines, order, request

ORDER_ID = derive_order_id("ada", "key-1")
GOOD = {"name": "Vase", "unitPriceMinor": 100, "currency": "EUR", "stock": 1}
NOTHING = object()
WRONG = [
    ("name", NOTHING, "name must be a text that is not blank, got nothing"),
    ("name", "", "name must be a text that is not blank, got an empty str"),
    ("name", " \n", "name must be a text that is not blank, got str"),
    ("name", 7, "name must be a text that is not blank, got 7"),
    ("name", None, "name must be a text that is not blank, got nothing"),
    ("description", {"a", "b"}, "description must be a text, got list"),
    ("description", ["a"], "description must be a text, got list"),
    ("description", {"en": "a"}, "description must be a text, got dict"),
    ("description", 5, "description must be a text, got 5"),
    ("description", False, "description must be a text, got bool"),
    ("unitPriceMinor", NOTHING, "unitPriceMinor must be a whole number from 0 to 9007199254740991"),
    ("unitPriceMinor", Decimal("12.5"), "unitPriceMinor must be a whole number from 0 to 90"),
    ("unitPriceMinor", -1, "got -1"),
    ("unitPriceMinor", "850", "got str"),
    ("unitPriceMinor", True, "got bool"),
    ("unitPriceMinor", {850}, "got list"),
    ("unitPriceMinor", 2**53, "got 9007199254740992"),
    ("unitPriceMinor", Decimal("1e125"), "got 1000"),
    ("unitPriceMinor", Decimal("1e-130"), "got 1e-130"),
    ("currency", "EURO", "currency must be three capital letters, such as EUR, got str"),
    ("currency", "eur", "currency must be three capital letters"),
    ("currency", NOTHING, "got nothing"),
    ("currency", {"EUR"}, "got list"),
    ("stock", NOTHING, "stock must be a whole number from 0"),
    ("stock", "many", "got str"),
    ("stock", -1, "got -1"),
    ("stock", Decimal("0.5"), "got 0.5"),
    ("stock", Decimal("1e40"), "got 1000"),
    ("unlisted", "yes", "unlisted must be true or false, got str"),
    ("unlisted", 1, "unlisted must be true or false, got 1"),
]
IN_A_TABLE = [WRONG[0], WRONG[5], WRONG[13]]
"""A field that is missing, a set and a Decimal: what a table can hold and JSON cannot."""


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is logged as an error."""
    entries: list[dict[str, Any]] = []
    monkeypatch.setattr(logger, "error", lambda message, **more: entries.append(more))
    return entries


def row(product_id: str, field: str, value: Any) -> dict[str, Any]:
    given = {"productId": product_id, **GOOD, field: value}
    return {name: kept for name, kept in given.items() if kept is not NOTHING}


def add_wrong(shop: Shop, product_id: str, field: str, value: Any) -> None:
    shop.client.put_item(TableName="products", Item=row(product_id, field, value))


def listed(after: str | None = None) -> dict[str, Any]:
    event = {} if after is None else {"queryStringParameters": {"after": after}}
    response = list_products.handler(event, CONTEXT)
    assert response["statusCode"] == 200
    page: dict[str, Any] = json.loads(response["body"])
    return page


def ids(page: dict[str, Any]) -> list[str]:
    return [product["productId"] for product in page["products"]]


@pytest.mark.parametrize(("field", "value", "fault"), WRONG)
def test_a_wrong_field_is_named(field: str, value: Any, fault: str) -> None:
    stored = TypeDeserializer().deserialize(TypeSerializer().serialize(row("vase", field, value)))
    told = read_product(plain(stored))

    assert isinstance(told, WrongProduct)
    assert told.product_id == "vase"
    assert fault in told.fault


@pytest.mark.parametrize(("field", "value", "fault"), IN_A_TABLE)
def test_a_wrong_product_is_left_out_and_logged_and_the_rest_is_listed(
    shop: Shop, logged: list[dict[str, Any]], field: str, value: Any, fault: str
) -> None:
    add_wrong(shop, "vase", field, value)

    assert ids(listed()) == ["kite", "lamp", "mug"]
    (entry,) = logged
    assert entry["left_out"] == 1
    (told,) = entry["products"]
    assert told["product_id"] == "vase"
    assert fault in told["fault"]


@pytest.mark.parametrize(("field", "value", "fault"), IN_A_TABLE)
def test_a_wrong_product_cannot_be_ordered_and_nothing_is_stored(
    shop: Shop, logged: list[dict[str, Any]], field: str, value: Any, fault: str
) -> None:
    add_wrong(shop, "vase", field, value)

    response = start_checkout.handler(request(lines(vase=1, lamp=1)), CONTEXT)

    problem = json.loads(response["body"])
    assert (response["statusCode"], problem["code"]) == (422, "unknown-product")
    assert "vase" in problem["detail"]
    assert shop.rows("orders") == []
    assert [fault in entry["products"][0]["fault"] for entry in logged] == [True]


def test_an_id_that_cannot_be_ordered_is_not_shown(
    shop: Shop, logged: list[dict[str, Any]]
) -> None:
    for product_id in ("tür", "a b", "x" * 129):
        add_wrong(shop, product_id, "name", "Door")

    assert ids(listed()) == ["kite", "lamp", "mug"]
    told = {one["product_id"] for one in logged[0]["products"]}
    assert told == {"tür", "a b", "x" * 128}


def test_a_description_may_be_missing_empty_or_null(shop: Shop) -> None:
    for number, description in enumerate((NOTHING, "", None)):
        add_wrong(shop, f"vase-{number}", "description", description)

    shown = [one.get("description") for one in listed()["products"] if "vase" in one["productId"]]
    assert shown == [None, "", None]


def test_pages_of_wrong_products_only_lead_to_the_next_page(
    shop: Shop, logged: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products_store, "PAGE_PRODUCTS", 1)
    for number in range(20):
        add_wrong(shop, f"vase-{number}", "name", 7)

    pages = [listed()]
    while "next" in pages[-1]:
        pages.append(listed(pages[-1]["next"]))

    assert sorted(one for page in pages for one in ids(page)) == ["kite", "lamp", "mug"]
    assert sum(page["products"] == [] for page in pages) >= 20
    assert [entry["left_out"] for entry in logged] == [1] * 20


def test_one_entry_of_a_bounded_length_tells_of_all_wrong_products_of_a_request(
    shop: Shop, logged: list[dict[str, Any]]
) -> None:
    for number in range(60):
        add_wrong(shop, f"{number}" * 500, "currency", "EURO" * 1000)
    listed()

    (entry,) = logged
    assert (entry["left_out"], len(entry["products"])) == (60, products_store.MOST_TOLD)
    assert len(json.dumps(entry)) < 3_000
    assert "EURO" not in json.dumps(entry)


def test_an_amount_that_no_page_could_show_is_refused_and_nothing_is_stored(shop: Shop) -> None:
    shop.add_product("palace", 2**53 - 1, 5)
    response = start_checkout.handler(request(lines(palace=2)), CONTEXT)

    problem = json.loads(response["body"])
    assert (response["statusCode"], problem["code"]) == (422, "amount-too-large")
    assert shop.rows("orders") == []


def test_an_order_that_holds_what_json_has_not_is_shown_all_the_same(shop: Shop) -> None:
    shop.orders().create(order(ORDER_ID), "fingerprint")
    stored: tuple[Any, ...] = ({"b", "a"}, {2, 1}, b"\xff\x00", {b"\xff"}, [{"c"}])
    shown = []
    for reason in stored:
        shop.correct(ORDER_ID, reason=reason)
        asked = request(None, pathParameters={"orderId": ORDER_ID})
        response = get_order.handler(asked, CONTEXT)
        assert response["statusCode"] == 200
        shown.append(json.loads(response["body"])["reason"])

    assert shown == [["a", "b"], [1, 2], "/wA=", ["/w=="], [["c"]]]
