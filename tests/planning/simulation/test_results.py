"""What the docs say of storms is what the client's own times lead to."""

from __future__ import annotations

from planning.simulation import client, page
from planning.simulation.__main__ import stored
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


def test_the_page_has_the_stored_rows() -> None:
    assert page.table(stored()) in page.PAGE.read_text(), "run: make simulate"
