"""Stock: all lines or none, the last unit to one buyer, every unit given back once."""

from __future__ import annotations

from typing import Any

import pytest

from contract.limits import REPEATABLE_DAYS
from functions.checkout import release_stock, reserve_stock
from functions.checkout.domain.rules import InvalidOrder
from functions.checkout.stores.idempotent_steps import StepBlocked
from functions.checkout.stores.stock import OutOfStock, ProductGoneError
from tests.support.checkout_shop import CONTEXT, START, Shop, order


def _units(shop: Shop) -> tuple[int, int]:
    return shop.units("lamp"), shop.units("mug")


def test_a_reserve_takes_the_units_of_every_line(shop: Shop) -> None:
    result = shop.stock().reserve(order())
    assert result == {
        "reserved": [{"productId": "lamp", "quantity": 2}, {"productId": "mug", "quantity": 1}]
    }
    assert _units(shop) == (3, 0)


def test_a_repeated_reserve_takes_nothing_more(shop: Shop) -> None:
    first = shop.stock().reserve(order())
    assert shop.stock().reserve(order()) == first
    assert _units(shop) == (3, 0)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ({"lamp": 2, "mug": 2}, "mug"),
        ({"lamp": 6, "mug": 1}, "lamp"),
        ({"lamp": 6, "mug": 2}, "lamp,mug"),
        ({"lamp": 1, "moon": 1}, "moon"),
    ],
)
def test_one_missing_line_takes_nothing_and_names_the_products(
    shop: Shop, wanted: dict[str, int], missing: str
) -> None:
    with pytest.raises(OutOfStock) as refused:
        shop.stock().reserve(order(lines=wanted))
    assert str(refused.value) == missing
    assert _units(shop) == (5, 1)
    assert shop.rows("steps") == []


def test_an_order_of_twenty_lines_fits_one_reserve_and_one_release(shop: Shop) -> None:
    wanted = {f"p{n}": 3 for n in range(20)}
    for product_id in wanted:
        shop.add_product(product_id, 100, 3)
    big = order(lines=wanted)
    shop.stock().reserve(big)
    assert {shop.units(product_id) for product_id in wanted} == {0}
    shop.stock().release(big)
    assert {shop.units(product_id) for product_id in wanted} == {3}


def test_of_two_concurrent_buyers_one_gets_the_last_unit(shop: Shop) -> None:
    mine, theirs = order("ord-1", lines={"mug": 1}), order("ord-2", lines={"mug": 1})
    client = shop.interrupted("transact_write_items", lambda: shop.stock().reserve(theirs))
    with pytest.raises(OutOfStock):
        shop.stock(client).reserve(mine)
    assert shop.units("mug") == 0
    shop.stock().release(mine)
    assert shop.units("mug") == 0
    shop.stock().release(theirs)
    assert shop.units("mug") == 1


def test_two_concurrent_reserves_of_one_order_take_the_units_once(shop: Shop) -> None:
    only = order(lines={"lamp": 2})
    client = shop.interrupted("transact_write_items", lambda: shop.stock().reserve(only))
    assert shop.stock(client).reserve(only)["reserved"][0]["quantity"] == 2
    assert shop.units("lamp") == 3


def test_two_concurrent_reserves_of_one_order_both_get_its_last_unit(shop: Shop) -> None:
    only = order(lines={"mug": 1})
    client = shop.interrupted("transact_write_items", lambda: shop.stock().reserve(only))
    assert shop.stock(client).reserve(only)["reserved"][0]["productId"] == "mug"
    assert shop.units("mug") == 0


def test_a_release_gives_back_what_was_reserved_once(shop: Shop) -> None:
    shop.stock().reserve(order())
    first = shop.stock().release(order())
    assert shop.stock().release(order()) == first
    assert _units(shop) == (5, 1)


def test_a_release_gives_back_what_was_reserved_whatever_its_input_says(shop: Shop) -> None:
    shop.stock().reserve(order(lines={"lamp": 1}))
    shop.stock().release(order(lines={"lamp": 4, "mug": 9}))
    assert _units(shop) == (5, 1)


def test_a_release_whose_record_has_expired_gives_nothing_back_again(shop: Shop) -> None:
    shop.stock().reserve(order())
    first = shop.stock().release(order())
    key = {"orderId": "ord-1", "step": "release_stock"}
    shop.client.delete_item(TableName="steps", Key=key)
    assert shop.stock().release(order()) == first
    assert _units(shop) == (5, 1)


def test_a_release_without_a_reservation_is_recorded_and_blocks_a_late_reserve(shop: Shop) -> None:
    assert shop.stock().release(order()) == {"released": []}
    assert shop.stock().release(order()) == {"released": []}
    with pytest.raises(StepBlocked):
        shop.stock().reserve(order())
    assert _units(shop) == (5, 1)


def test_a_repeat_of_a_reserve_that_was_released_meanwhile_is_refused(shop: Shop) -> None:
    shop.stock().reserve(order())
    shop.stock().release(order())
    with pytest.raises(StepBlocked):
        shop.stock().reserve(order())
    assert _units(shop) == (5, 1)


def test_a_release_that_is_written_before_a_concurrent_reserve_blocks_it(shop: Shop) -> None:
    client = shop.interrupted("transact_write_items", lambda: shop.stock().release(order()))
    with pytest.raises(StepBlocked):
        shop.stock(client).reserve(order())
    assert _units(shop) == (5, 1)


def test_a_reserve_that_is_written_while_its_release_reads_is_given_back(shop: Shop) -> None:
    client = shop.interrupted("transact_write_items", lambda: shop.stock().reserve(order()))
    assert len(shop.stock(client).release(order())["released"]) == 2
    assert _units(shop) == (5, 1)


def test_two_concurrent_releases_of_one_order_give_back_once(shop: Shop) -> None:
    shop.stock().reserve(order())
    client = shop.interrupted("transact_write_items", lambda: shop.stock().release(order()))
    assert len(shop.stock(client).release(order())["released"]) == 2
    assert _units(shop) == (5, 1)


def _delete_mug(shop: Shop) -> None:
    shop.client.delete_item(TableName="products", Key={"productId": "mug"})


def test_a_deleted_product_does_not_hold_the_other_lines_units(shop: Shop) -> None:
    shop.stock().reserve(order())
    _delete_mug(shop)
    for _ in range(3):
        with pytest.raises(ProductGoneError, match=r"ord-1: no row .* units back to: mug"):
            shop.stock().release(order())
        assert shop.units("lamp") == 5
    with pytest.raises(StepBlocked):
        shop.stock().reserve(order())

    shop.client.put_item(TableName="products", Item={"productId": "mug", "stock": 0})
    released = shop.stock().release(order())
    assert [line["productId"] for line in released["released"]] == ["lamp", "mug"]
    assert shop.stock().release(order()) == released
    assert _units(shop) == (5, 1)


def test_the_last_deleted_product_is_given_back_alone(shop: Shop) -> None:
    shop.stock().reserve(order(lines={"mug": 1}))
    _delete_mug(shop)
    for _ in range(2):
        with pytest.raises(ProductGoneError, match="mug"):
            shop.stock().release(order())
    shop.client.put_item(TableName="products", Item={"productId": "mug", "stock": 7})
    shop.stock().release(order())
    assert shop.units("mug") == 8


def test_two_releases_at_once_give_the_other_lines_units_back_once(shop: Shop) -> None:
    def twin() -> None:
        with pytest.raises(ProductGoneError):
            shop.stock().release(order())

    shop.stock().reserve(order())
    _delete_mug(shop)
    client = shop.interrupted("transact_write_items", twin)
    with pytest.raises(ProductGoneError):
        shop.stock(client).release(order())
    assert shop.units("lamp") == 5


def test_the_records_outlive_the_redrive_window_and_a_block_renews_them(shop: Shop) -> None:
    shop.stock().reserve(order())
    expires = int(shop.rows("steps")[0]["expiresAt"])
    assert REPEATABLE_DAYS == 400
    assert 0 <= expires - (START.timestamp() + 400 * 86_400) < 60
    shop.stock().release(order())
    assert all(int(row["expiresAt"]) > expires for row in shop.rows("steps"))


def test_the_handlers_reserve_and_release_from_the_payload(shop: Shop) -> None:
    payload: dict[str, Any] = {"order": order().to_payload(), "step": "reserve_stock"}
    assert len(reserve_stock.handler(payload, CONTEXT)["reserved"]) == 2
    assert _units(shop) == (3, 0)
    failure = {"Error": "States.Timeout", "Cause": ""}
    assert len(release_stock.handler({**payload, "failure": failure}, CONTEXT)["released"]) == 2
    assert _units(shop) == (5, 1)


@pytest.mark.parametrize(
    ("products", "says"),
    [
        (["lamp", "lamp"], "order.lines must name each product once"),
        ([f"p-{n}" for n in range(100)], "order.lines must have at most 99, got 100"),
    ],
)
def test_lines_that_one_transaction_cannot_take_are_no_order(
    shop: Shop, products: list[str], says: str
) -> None:
    line = order().lines[0].to_payload()
    lines = [line | {"productId": product} for product in products]
    amount = sum(one["quantity"] * one["unitPriceMinor"] for one in lines)
    payload = order().to_payload() | {"lines": lines, "amountMinor": amount}
    with pytest.raises(InvalidOrder) as refused:
        reserve_stock.handler({"order": payload}, CONTEXT)
    assert str(refused.value) == says
    assert shop.rows("steps") == []
