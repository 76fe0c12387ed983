"""The one table of prices, and what follows it."""

from __future__ import annotations

from datetime import date

import pytest

from planning.prices import MILLION, PRICES, REQUEST, TRANSITION, Price, dollars


@pytest.mark.parametrize("price", PRICES, ids=str)
def test_a_price_names_its_page_and_its_unit(price: Price) -> None:
    assert price.amount > 0
    assert price.what
    assert price.source.startswith("https://aws.amazon.com/")
    assert price.dated is None or date.fromisoformat(price.dated)


def test_no_price_stands_twice() -> None:
    assert len({(price.service, price.what) for price in PRICES}) == len(PRICES)


def test_a_quantity_costs_its_share_of_the_amount() -> None:
    assert TRANSITION.cost(4 * MILLION) == 100
    assert str(TRANSITION) == "$25 per million state transitions"


def test_what_lies_beyond_a_quantity_is_cheaper_and_the_rest_is_not() -> None:
    assert REQUEST.cost(300 * MILLION) == 300
    assert REQUEST.cost(400 * MILLION) == 390


def test_two_lower_prices_follow_each_other() -> None:
    price = Price("Lambda", "seconds", 3.0, 1, None, beyond=((10, 2.0), (20, 1.0)))

    assert [price.cost(n) for n in (5, 10, 15, 20, 30)] == [15, 30, 40, 50, 60]


@pytest.mark.parametrize(
    ("amount", "told"),
    [(25.0, "$25"), (0.1, "$0.10"), (0.625, "$0.625"), (0.0000133334, "$0.0000133334")],
)
def test_an_amount_is_told_with_all_its_digits(amount: float, told: str) -> None:
    assert dollars(amount) == told
