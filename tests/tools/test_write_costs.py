"""The tables of the pages on costs are those of the prices and the counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from planning import unit_counts
from planning.markdown import PLACE
from planning.tables import tables
from tools.write_costs import PAGES, written

TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_of_a_page_are_current(page: Path) -> None:
    assert TEXTS[page] == written(TEXTS[page]), "run: make unit-counts"


def test_every_table_has_exactly_one_place() -> None:
    places = [found[2] for text in TEXTS.values() for found in PLACE.finditer(text)]

    assert sorted(places) == sorted(tables(unit_counts.load()))


def test_a_place_without_a_table_is_named() -> None:
    with pytest.raises(KeyError, match="weather"):
        written("<!-- weather -->\n\n<!-- end of weather -->")
