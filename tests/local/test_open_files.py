"""The limit of open files is raised, or the command says what it needs before it starts."""

from __future__ import annotations

import resource

import pytest

from local.open_files import COMFORTABLE, Limits, OpenFilesError, allow_open_files

UNLIMITED = resource.RLIM_INFINITY


def after(limits: Limits, needed: int, *, at_most: int = 10**9) -> int:
    """The soft limit afterwards, on a system that refuses to go over ``at_most``."""
    now = [limits]

    def set_limits(wanted: Limits) -> None:
        if wanted[0] > at_most:
            raise ValueError("current limit exceeds maximum limit")
        now[0] = wanted

    allow_open_files(needed, "a soak of 200 pages", lambda: now[0], set_limits)
    return now[0][0]


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        ((256, UNLIMITED), COMFORTABLE),  # macOS
        ((256, 20_000), COMFORTABLE),
        ((256, 4_096), 4_096),
        ((20_000, 20_000), 20_000),
        ((UNLIMITED, UNLIMITED), UNLIMITED),
    ],
)
def test_the_limit_is_raised_as_far_as_it_may_be(limits: Limits, left: int) -> None:
    assert after(limits, 2_256) == left


def test_a_system_with_a_lower_ceiling_of_its_own_gets_what_is_needed() -> None:
    assert after((256, UNLIMITED), 2_256, at_most=5_000) == 2_256


def test_a_limit_that_stays_too_low_is_said_with_the_command_that_raises_it() -> None:
    with pytest.raises(OpenFilesError) as said:
        after((256, 1_024), 2_256)

    assert "a soak of 200 pages needs 2256 open files in a process" in str(said.value)
    assert "this shell allows 1024" in str(said.value)
    assert "ulimit -n 2256" in str(said.value)
