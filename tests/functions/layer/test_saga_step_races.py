"""The helper's promises under every order of calls that chance finds, with crashes between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from functions.layer import saga_step
from tests.functions.layer.invocations import (
    COMPENSATION,
    FORWARD,
    TIMEOUT_SECONDS,
    Invocation,
    Killed,
    Turns,
    World,
)

SCHEDULES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 19).map(lambda number: number == 19)), max_size=60
)
STEPS = st.lists(st.sampled_from([FORWARD, COMPENSATION]), min_size=2, max_size=4)
QUICKLY = settings(max_examples=1000, deadline=None, derandomize=True, phases=[Phase.generate])
"""Any case will do: it need not be a small one."""
Case = tuple[list[str], list[tuple[int, bool]]]
CASES = st.tuples(STEPS, SCHEDULES)


def what_went_wrong(case: Case) -> list[str]:
    """Play the case, then go on as a saga does: forward again, or compensate until it is done."""
    steps, schedule = case
    world = World()
    turns = Turns(world, steps)
    turns.play(schedule)
    wrong = [*world.wrong]
    for one in turns.invocations:
        allowed = (saga_step.StepBusy, saga_step.StepBlocked, Killed)
        if one.error is not None and not isinstance(one.error, allowed):
            wrong.append(f"{one.step} ended with {one.error!r}")
        if one.error is None and one.step == FORWARD and one.answer != {"seat": "4A"}:
            wrong.append(f"a forward step answered {one.answer}")
    if COMPENSATION in steps:
        in_the_end(world, COMPENSATION)
        late = Invocation(world, FORWARD).run()
        if not isinstance(late.error, saga_step.StepBlocked):
            wrong.append(f"a forward step after the compensation: {late.error!r}")
        wrong += ["a seat stays reserved"] if world.held else []
    else:
        in_the_end(world, FORWARD)
        done = world.effects
        in_the_end(world, FORWARD)
        wrong += [] if world.effects == done else ["a step that was done ran again"]
        wrong += [] if len(world.held) == 1 else [f"held: {world.held}"]
    return wrong + world.wrong


def in_the_end(world: World, step: str) -> None:
    for _ in range(10):
        if Invocation(world, step).run().error is None:
            return
        world.now += TIMEOUT_SECONDS
    raise AssertionError(f"{step} never succeeds")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_no_order_of_calls_and_no_crash_breaks_a_promise(case: Case) -> None:
    assert what_went_wrong(case) == []


def never_running(self: Any, row: Any) -> bool:
    return False


def never_blocked(row: Any) -> Any:
    return row


@pytest.mark.parametrize(
    ("where", "name", "broken"),
    [
        (saga_step.Steps, "_is_running", never_running),
        (saga_step, "_blocked", never_blocked),
        (saga_step, "_as_json", lambda call, result: "null"),
    ],
    ids=["nobody waits", "nothing is blocked", "results are lost"],
)
def test_a_helper_without_one_of_its_rules_is_found_out(
    where: Any, name: str, broken: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, broken)
    try:
        find(CASES, lambda case: what_went_wrong(case) != [], settings=QUICKLY)
    except NoSuchExample:
        pytest.fail("the property has no teeth for this")
