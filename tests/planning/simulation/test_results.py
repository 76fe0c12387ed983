"""What the docs say of storms is what the client's own times lead to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from planning.simulation import client, page, plot
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


def test_the_sentences_have_the_figures_of_the_tables() -> None:
    storms, decision = (" ".join(path.read_text().split()) for path in page.PAGES)
    rows = {(one.name, one.pages): one for one in stored()}
    full, equal = (rows[f"{one} jitter", 1_000_000].starved_seconds for one in ("full", "equal"))

    assert f"for {equal:,.0f} s in place of {full:,.0f}" in decision
    hour = re.findall(r"\| an hour \| ([\d,]+) \| (\d+) \|", storms)[0]
    assert f"came with {hour[0]} handshakes a second, and now come with {hour[1]}" in decision
    for name, said in (
        ("the quotas of the plan", "refused in {:,.0f} s of them"),
        ("quotas four times as high", "40,000 requests it is {:,.0f} s"),
    ):
        assert said.format(rows[name, 1_000_000].starved_seconds) in storms
    assert f"In {rows['full jitter', 300_000].starved_seconds:,.0f} s of them" in storms


def test_the_plot_is_drawn_from_the_stored_results_with_each_of_its_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = tmp_path / "docs" / "storm.svg"
    monkeypatch.setattr(plot, "TARGET", drawn)
    found = json.loads(RESULTS.read_text())

    plot.write(found)

    first = drawn.read_bytes()
    assert first.count(b"<path") > len(found["handshakes_per_second"]) + len(SIZES)
    plot.write(found)
    assert drawn.read_bytes() == first, "the same results give the same bytes"
