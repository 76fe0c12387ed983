"""What the docs say of storms is what the client's own times lead to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planning.simulation import client, page
from planning.simulation.__main__ import RESULTS, stored
from planning.simulation.scenarios import SIZES, named, row
from planning.simulation.storm import run


def test_the_stored_client_is_the_client() -> None:
    assert client.from_json(client.printed()) == client.read(), "run: make simulate"


def test_the_stored_rows_are_those_of_the_client() -> None:
    known = {(one.name, one.pages): one for one in stored()}
    storms = list(named(client.read()))
    assert set(known) == {(name, storm.pages) for name, storm in storms}, "run: make simulate"

    for name, storm in storms:
        if (
            storm.pages == SIZES[0] and "no jitter" not in name and "outage" not in name
        ):  # the quick
            assert row(name, storm, run(storm)) == known[name, storm.pages], "run: make simulate"


@pytest.mark.parametrize("path", page.PAGES, ids=lambda path: path.name)
def test_the_pages_have_the_tables_of_the_stored_results(path: Path) -> None:
    text = path.read_text()

    assert "<!-- end of " in text
    assert page.written(text, json.loads(RESULTS.read_text())) == text, "run: make simulate"
