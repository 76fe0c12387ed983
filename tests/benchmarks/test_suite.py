"""What is compared of two commits' tests and checks, and how their seconds are counted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.suite.checkouts import CHECK, TEST, with_report
from benchmarks.suite.processor import Cost, run
from benchmarks.suite.reports import Report, read, vanished
from benchmarks.suite.result import Side, compare, page, text

XML = """<testsuites><testsuite>
<testcase classname="tests.test_a" name="test_one" time="1.5"/>
<testcase classname="tests.test_a" name="test_two[x::/one/checkout/y]@a.group" time="0.5"/>
<testcase classname="tests.test_b" name="test_three[a@b.example]" time="2.0">
<failure message="no">why</failure>
</testcase></testsuite></testsuites>"""


def side(commit: str, wall: float, *names: str, exit_code: int = 0) -> Side:
    costs = [Cost(wall, 2 * wall, exit_code)]
    report = Report(dict.fromkeys(names, 1.0))
    return Side(commit, {TEST: costs, CHECK: costs}, [report])


def test_a_report_has_each_tests_seconds_and_what_did_not_pass(tmp_path: Path) -> None:
    file = tmp_path / "tests.xml"
    file.write_text(XML)

    report = read(file, Path("/one/checkout"))

    assert report.seconds == {
        "tests.test_a::test_one": 1.5, "tests.test_a::test_two[x::/y]": 0.5,
        "tests.test_b::test_three[a@b.example]": 2.0,
    }  # fmt: skip
    assert report.not_passed == ("tests.test_b::test_three[a@b.example]: failure",)


def test_the_slowest_come_first_with_their_share() -> None:
    report = Report({"a::1": 1.0, "a::2": 2.0, "b::1": 1.0})

    assert [(s.name, s.seconds, s.share) for s in report.slowest(2)] == [
        ("a::2", 2.0, 0.5), ("a::1", 1.0, 0.25)
    ]  # fmt: skip
    assert [(s.name, s.seconds) for s in report.slowest_files()] == [("a", 3.0), ("b", 1.0)]


def test_a_test_that_no_longer_runs_is_named() -> None:
    assert vanished([Report({"a": 1, "b": 1})], [Report({"b": 1, "c": 1})]) == ["a"]


def test_the_costs_of_both_stand_side_by_side_with_the_goal() -> None:
    result = compare(side("base", 100, "a", "b"), side("head", 40, "a", "b", "c"))

    rows = {row.measure: (row.ours, row.peer, row.ratio, row.met) for row in result.figure.rows}
    assert rows["make test, on the clock"] == (40, 100, 0.4, True)
    assert rows["make test, processor"] == (80, 200, 0.4, True)
    assert rows["make check, processor"] == (80, 200, 0.4, True)
    assert rows["tests"] == (3, 2, 1.5, None)
    assert result.holds


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (side("head", 40, "b"), "- `a`"),
        (side("head", 40, "a", "b", exit_code=2), "- `make test`"),
        (Side("head", {}, [Report({"a": 1, "b": 1}, ("b: failure",))]), "- `b: failure`"),
    ],
)
def test_what_was_lost_is_named_and_makes_the_comparison_fail(head: Side, why: str) -> None:
    result = compare(side("base", 100, "a", "b"), head)

    assert not result.holds
    assert why in text(result).splitlines()
    assert why in page(result, {"cores": "2"}).splitlines()


def test_the_last_line_of_the_recipe_writes_the_report() -> None:
    command = with_report("echo one\n.venv/bin/python -m pytest \n", Path("/a b/tests.xml"))

    assert command[:2] == ["bash", "-ec"]
    assert command[2] == "echo one\n.venv/bin/python -m pytest --junitxml='/a b/tests.xml'"


def test_a_recipe_that_runs_no_pytest_is_refused() -> None:
    with pytest.raises(ValueError, match="must run pytest"):
        with_report("echo one", Path("tests.xml"))


def test_the_processor_seconds_of_a_process_that_outlives_its_parent_count(tmp_path: Path) -> None:
    """The orphan burns a third of a second, after the command has ended."""
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"

    cost = run([sys.executable, "-c", start], tmp_path, tmp_path / "log", dict(os.environ))

    assert cost.exit_code == 0
    assert cost.processor_seconds >= 0.3
