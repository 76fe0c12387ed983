"""The demo says yes only when page, money and stock tell the same story."""

from __future__ import annotations

from typing import Any

import pytest

from local.seed import PRODUCTS
from local.trials import demo
from local.trials.open_page import Received

SEEDED: dict[str, Any] = {product["productId"]: product for product in PRODUCTS}
PRICE = SEEDED[demo.IN_STOCK]["unitPriceMinor"]


def event(order_id: str, status: str, sequence: int, name: str | None = None) -> Received:
    frame = {
        "specversion": "1.0",
        "id": name or f"{order_id}:{status}",
        "subject": order_id,
        "sequence": f"{sequence:020d}",
        "data": {"orderId": order_id, "status": status},
    }
    return Received(0.0, frame)


GOOD = [event("good", "FINALIZED", 1), event("gone", "REFUNDED", 2)]


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Money kept by order and stock by product, as they are when all went well."""
    kept = {
        "good": PRICE,
        "gone": 0,
        demo.IN_STOCK: SEEDED[demo.IN_STOCK]["stock"] - 1,
        demo.SOLD_OUT: SEEDED[demo.SOLD_OUT]["stock"],
    }
    monkeypatch.setattr(demo, "net_minor", lambda stage, order_id: kept[order_id])
    monkeypatch.setattr(demo, "stock_of", lambda stage, product_id: kept[product_id])
    return kept


def verdict(frames: list[Received]) -> list[str]:
    no_stage: Any = None  # the books are replaced
    return demo.verdict(no_stage, frames, "good", "gone")


def test_nothing_is_wrong_when_everything_agrees(books: dict[str, int]) -> None:
    control = Received(0.0, {"type": "realtime.resumed", "through": "0"})
    assert verdict([control, *GOOD]) == []


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        (GOOD[:1], "outcomes on the page"),
        ([GOOD[0], event("gone", "FINALIZED", 2)], "outcomes on the page"),
        ([*GOOD, GOOD[1]], "arrived twice"),
        ([GOOD[0], event("gone", "REFUNDED", 1)], "event sequence"),
        ([*GOOD, event("gone", "REFUNDED", 3)], "event id"),
    ],
    ids=["missing", "wrong", "repeated", "same sequence", "same id"],
)
def test_what_the_page_got_wrong_is_named(
    books: dict[str, int], frames: list[Received], said: str
) -> None:
    assert any(said in reason for reason in verdict(frames))


@pytest.mark.parametrize("entry", ["good", "gone", demo.IN_STOCK, demo.SOLD_OUT])
def test_money_or_stock_that_disagrees_is_named(books: dict[str, int], entry: str) -> None:
    books[entry] += 1
    assert len(verdict(GOOD)) == 1
