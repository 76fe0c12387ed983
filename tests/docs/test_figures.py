"""Dollars say where their price comes from, and the prices are those that tests reckon with."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import FENCE, GENERATED, pages

SOURCE = "costs.md#prices"
DOLLARS = re.compile(r"\$\d")
SECTIONS = {
    f"{page}: {section.splitlines()[0]}": section
    for page, text in pages().items()
    if page not in GENERATED and page != "docs/costs.md"
    for section in re.split(r"^(?=#+ )", FENCE.sub("", text), flags=re.MULTILINE)
    if DOLLARS.search(section)
}
COSTS = pages()["docs/costs.md"]
PRICES = COSTS[COSTS.index("## Prices") : COSTS.index("## An order")]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_with_dollars_leads_to_the_prices_or_to_the_sum_before_it(section: str) -> None:
    assert SOURCE in SECTIONS[section] or "(#what-harm-costs)" in SECTIONS[section]


def test_each_price_names_its_list_and_all_of_them_their_date() -> None:
    rows = [row for row in PRICES.splitlines() if DOLLARS.search(row)]

    assert len(rows) > 8
    assert "us-east-1" in PRICES
    assert re.search(r"\b(January|February|March|April|May|June|July|August|September|October|"
                     r"November|December) 20\d\d", PRICES)  # fmt: skip
    for row in rows:
        assert "](https://aws.amazon.com/" in row, row
