"""The program's resources, counted: so many notifiers have so many times the resources of one."""

from __future__ import annotations

from benchmarks.program.notifiers import planned


def test_three_notifiers_have_three_times_the_resources_of_one() -> None:
    one, three = planned([1, 3])
    assert (one.count, three.count) == (1, 3)
    assert three.resources == 3 * one.resources
