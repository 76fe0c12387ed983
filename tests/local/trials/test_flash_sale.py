"""The verdict on a flash sale is exact: one order, unit, event or cent off is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from local.trials.flash_sale import PRICE_MINOR, FlashSale

ENDS = Counter({"FINALIZED": 2, "REFUNDED": 3})
EXACT = FlashSale(ENDS, ENDS, 2 * PRICE_MINOR, 0, 1.0, 2.0)


def test_exact_books_are_right() -> None:
    assert EXACT.wrong(buyers=5, units=2) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"statuses": Counter({"FINALIZED": 3, "REFUNDED": 2})}, "orders: "),
        ({"events": Counter({"FINALIZED": 2, "REFUNDED": 4})}, "events on the page: "),
        ({"money_minor": 2 * PRICE_MINOR - 1}, "money kept: 1979, expected 1980"),
        ({"units_left": 1}, "units left: 1, expected 0"),
    ],
)
def test_anything_else_is_wrong(change: dict[str, Any], says: str) -> None:
    (wrong,) = replace(EXACT, **change).wrong(buyers=5, units=2)
    assert wrong.startswith(says)


@pytest.mark.parametrize(("buyers", "left"), [(2, 0), (1, 1)])
def test_a_sale_without_a_refund_can_be_right(buyers: int, left: int) -> None:
    ends = Counter({"FINALIZED": buyers})
    sale = FlashSale(ends, ends, buyers * PRICE_MINOR, left, 1.0, 2.0)

    assert sale.wrong(buyers, units=2) == []
