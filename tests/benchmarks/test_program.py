"""The program's resources, counted: so many notifiers have so many times the resources of one."""

from __future__ import annotations

import itertools

import pytest

from benchmarks.figures import program
from benchmarks.program.fresh_process import Cost, python_cost
from benchmarks.program.make_up import Run
from benchmarks.program.notifiers import planned


def test_three_notifiers_have_three_times_the_resources_of_one() -> None:
    one, three = planned([1, 3])
    assert (one.count, three.count) == (1, 3)
    assert three.resources == 3 * one.resources


def test_the_orders_and_previews_of_each_round_count(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers, previews = itertools.count(1), itertools.count(1)
    monkeypatch.setattr(program, "make_up", lambda: Run(1, float(next(numbers)), 1))
    monkeypatch.setattr(program, "bare_seconds", lambda: 1.0)
    monkeypatch.setattr(
        program, "python_cost",
        lambda code: Cost(float(next(previews)) if code == program.PREVIEW else 1.0, 1.0),
    )  # fmt: skip

    assert [row.ours for row in program._starts()] == [1, 3]
    assert [row.ours for row in program._previews()] == [3, 1]


def test_the_peak_of_a_fresh_process_does_not_include_its_parents() -> None:
    held = bytearray(400 * 2**20)

    assert python_cost("pass").mebibytes < len(held) / 2**20 / 4
