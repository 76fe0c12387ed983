"""A benchmark's arithmetic: turns, medians, goals, the table, and what is stored of them."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.figures import FIGURES
from benchmarks.plots import page
from benchmarks.results import RECKONED, Figure, about, at_least, at_most, counted
from benchmarks.table import as_markdown, as_text, cells, number
from benchmarks.turns import compared, in_turns, percentile

ROW = compared("ours", [2.0, 4.0, 9.0], "theirs", [4.0, 4.0, 3.0], "ms", at_most(1.5), "a note")
FIGURE = Figure("fan-out", "A title", (ROW, counted("calls", 3, "bare", 2, "calls")), {"x": [1]})


def test_a_row_has_the_medians_and_the_median_of_the_rounds_ratios() -> None:
    assert (ROW.ours, ROW.peer, ROW.ratio, ROW.spread) == (4.0, 4.0, 1.0, (0.5, 3.0))
    assert ROW.met is True


def test_turns_alternate_and_the_first_round_is_left_out() -> None:
    order: list[str] = []

    def sample(name: str) -> float:
        order.append(name)
        return float(len(order))

    first, second = in_turns([lambda: sample("a"), lambda: sample("b")], rounds=3)
    assert "".join(order) == "abbaabba"
    assert (first, second) == ([4.0, 5.0, 8.0], [3.0, 6.0, 7.0])


def test_samples_in_fresh_processes_have_a_result_of_each_round() -> None:
    (runs,) = in_turns([lambda: "all that was seen"], rounds=5, warm_up=False)
    assert len(runs) == 5


@pytest.mark.parametrize(("goal", "ratio", "met"), [
    (at_most(1.5), 1.5, True), (at_most(1.5), 1.51, False),
    (at_least(10), 10, True), (at_least(10), 9.9, False),
    (about(1, 0.25), 0.75, True), (about(1, 0.25), 1.25, True), (about(1, 0.25), 1.3, False),
    (about(1, 0.25), 0.7, False)])  # fmt: skip
def test_a_goal_is_met_at_its_limit_and_missed_beyond(
    goal: object, ratio: float, met: bool
) -> None:
    assert counted("m", ratio, "p", 1, "x", goal).met is met  # type: ignore[arg-type]


@pytest.mark.parametrize(("percent", "value"), [(50, 2), (99, 4), (25, 1), (100, 4), (1, 1)])
def test_a_percentile_is_a_value_that_was_measured(percent: int, value: int) -> None:
    assert percentile([4, 1, 3, 2], percent) == value


@pytest.mark.parametrize(("value", "text"), [
    (4, "4"), (0.0314159, "0.0314"), (97.43, "97.4"), (1234.5, "1,234"), (0, "0"), (1.0, "1"),
    (12345678, "12,345,678"), (0.5, "0.500")])  # fmt: skip
def test_a_number_has_three_digits_that_count(value: float, text: str) -> None:
    assert number(value) == text


def test_the_table_says_what_was_missed_and_how_a_row_without_rounds_was_found() -> None:
    missed = compared("m", [3.0], "p", [1.0], "ms", at_most(2))
    assert cells(missed)[3:] == ("3 x", "≤ 2 x MISSED", "3 to 3")
    assert cells(FIGURE.rows[1])[3:] == ("1.50 x", "", "exact")
    two_sided = counted("m", 9, "p", 10, "s", about(1, 0.05), kind=RECKONED)
    assert cells(two_sided)[3:] == ("0.900 x", "1 ± 0.05 x MISSED", "reckoned")
    text = as_text([FIGURE])
    assert text.splitlines()[2] == "A title"
    assert "- ours: a note" in as_markdown(FIGURE)


def test_only_what_another_machine_measured_names_it_again(tmp_path: Path) -> None:
    machines = [{"cores": "2"}, {"cores": "2"}, {"cores": "8"}]
    page.write(tmp_path, [Figure(f"no-plot-{n}", f"T{n}", (ROW,), {}, one)
                          for n, one in enumerate(machines)])  # fmt: skip
    first, *sections = (tmp_path / "README.md").read_text().split("\n## ")
    assert "Measured on: cores 2." in first
    assert ["Measured on: cores 8." in one for one in sections] == [False, False, True]
    assert not any("cores 2" in one for one in sections)


def test_figures_are_saved_one_by_one_and_old_ones_keep_their_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = replace(FIGURE, name=FIGURES[1], machine={"cores": "64"})
    monkeypatch.setattr(command, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(page, "write", lambda *_: None)
    monkeypatch.setattr(command, "asked", lambda: (FIGURES[0], FIGURES[2]))
    command.save({old.name: old})

    def measured(_: object, name: str, __: str) -> Figure:
        if name == FIGURES[2]:
            raise RuntimeError
        return replace(FIGURE, name=name, machine={"cores": "2"})

    monkeypatch.setattr(command, "measured", measured)
    with pytest.raises(RuntimeError):
        command.main()
    assert [one.machine for one in command.stored().values()] == [{"cores": "2"}, {"cores": "64"}]


def test_a_figure_outlives_its_way_through_the_file() -> None:
    assert Figure.from_json(json.loads(json.dumps(FIGURE.as_json()))) == FIGURE


def test_the_same_figures_give_the_same_page_and_plots(tmp_path: Path) -> None:
    figures = list(command.stored().values())
    for folder in ("first", "second"):
        page.write(tmp_path / folder, figures)
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert "README.md" in names
    assert any(name.endswith(".svg") for name in names)
    for name in names:
        first, second = (tmp_path / folder / name for folder in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_each_figure_has_a_title_and_measures_and_its_result_is_stored() -> None:
    for name in FIGURES:
        module = importlib.import_module(f"benchmarks.figures.{name.replace('-', '_')}")
        assert module.TITLE
        assert callable(module.measure)
    assert tuple(command.stored()) == FIGURES, "run make bench: results.json lacks a figure"


def test_the_page_in_the_docs_is_drawn_from_the_results(tmp_path: Path) -> None:
    page.write(tmp_path, list(command.stored().values()))
    assert (tmp_path / "README.md").read_text() == (command.PAGE / "README.md").read_text()
