"""The small interpreter and moto's agree: the same states, books and messages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.saga.enumeration import Case, single_faults
from tests.saga.faults import HANGING, Fault
from tests.saga.interpreter import Execution, TaskFailedError
from tests.saga.invariants import snapshot
from tests.saga.moto_engine import moto_engine
from tests.saga.scenarios import SCENARIOS, definition
from tests.saga.world import World, handlers_on

MACHINE = definition()
BRANCHES = ("RecoverReleaseStock", "RecoverRefundPayment")


def sample() -> list[Case]:
    """No fault in each scenario, and every 29th single fault that moto's engine can be given.

    It has no way to stop an execution and go on, and no clock that could let a task hang.
    """
    cases = [Case(scenario) for scenario in SCENARIOS]
    for scenario in ("pays, in stock", "pays, out of stock"):
        for case in list(single_faults(scenario, MACHINE))[1::29]:
            fault = case.faults[0][1]
            if len(case.faults) == 1 and fault not in (*HANGING, Fault.ABORTED):
                cases.append(case)
    return cases


@pytest.mark.parametrize("case", sample(), ids=str)
def test_both_engines_take_the_same_way_to_the_same_end(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = World(case.scenario, dict(case.faults), MACHINE)
    with handlers_on(mine.store):
        mine.run()
    theirs = World(case.scenario, dict(case.faults), MACHINE)
    with handlers_on(theirs.store), moto_engine(monkeypatch) as engine:
        engine.invoke = lambda function, payload: theirs.perform_function(function, payload)
        ended = engine.run(MACHINE, theirs.order.to_saga())
        theirs.finish()

    assert in_order(ended.entered) == in_order(mine.execution.entered)
    assert ended.status == mine.execution.status
    assert without_times(snapshot(theirs)) == without_times(snapshot(mine))
    assert [m["kind"] for m in ended.messages] == [m["kind"] for m in mine.messages]


def in_order(entered: list[str]) -> list[str]:
    """moto runs branches side by side; here one comes after the other."""
    branches = sorted(name for name in entered if name in BRANCHES)
    return [name for name in entered if name not in BRANCHES] + branches


def without_times(value: Any) -> Any:
    """The two runs have different times. Everything else must be equal."""
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if not is_time(k)}
    return [without_times(item) for item in value] if isinstance(value, (list, tuple)) else value


def is_time(name: Any) -> bool:
    return isinstance(name, str) and (name in ("at", "time") or name.endswith("At"))


def step(**more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": "r", "End": True, **more}


def execute(states: dict[str, Any], *errors: str | None) -> Execution:
    """Run from A. The tasks fail with ``errors`` in turn; for None, the task answers 7."""
    left = list(errors)

    def perform(state: str, resource: str, parameters: Any) -> int:
        error = left.pop(0) if left else None
        if error:
            raise TaskFailedError(error, "because")
        return 7

    return Execution({"StartAt": "A", "States": states}, perform, "run").start({"x": 1})


def test_a_result_is_placed_where_the_state_says() -> None:
    assert execute({"A": step()}).output == 7
    assert execute({"A": step(ResultPath="$.y")}).output == {"x": 1, "y": 7}
    assert execute({"A": step(ResultPath=None)}).output == {"x": 1}


def test_a_retry_counts_as_a_transition_and_ends() -> None:
    task = step(Retry=[{"ErrorEquals": ["E"], "MaxAttempts": 2}])
    assert (execute({"A": task}, "E", "E").status, execute({"A": task}, "E", "E").transitions) == (
        "SUCCEEDED", 3
    )  # fmt: skip
    assert execute({"A": task}, "E", "E", "E").error == "E"
    assert execute({"A": task}, "F").transitions == 1


def test_a_redrive_repeats_the_state_that_failed_with_its_input() -> None:
    run = execute({"A": step(ResultPath="$.y", End=False, Next="B"), "B": step()}, None, "E")
    assert (run.status, run.stopped_at) == ("FAILED", ("B", {"x": 1, "y": 7}))
    assert run.redrive().status == "SUCCEEDED"
    assert run.entered == ["A", "B", "B"]
    with pytest.raises(ValueError, match="only what did not succeed"):
        run.redrive()


def test_a_parallel_state_fails_with_its_branchs_error_after_all_branches_ran() -> None:
    branch = {"StartAt": "T", "States": {"T": step()}}
    group = {"Type": "Parallel", "Branches": [branch, branch], "End": True,
             "Catch": [{"ErrorEquals": ["E"], "ResultPath": "$.why", "Next": "B"}]}  # fmt: skip
    states = {"A": group, "B": {"Type": "Succeed"}}
    assert execute(states).output == [7, 7]
    run = execute(states, "E")
    assert run.entered == ["A", "T", "T", "B"]
    assert run.output == {"x": 1, "why": {"Error": "E", "Cause": "because"}}


def test_states_all_does_not_match_an_answer_that_is_too_large() -> None:
    task = step(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "B"}])
    run = execute({"A": task, "B": {"Type": "Succeed"}}, "States.DataLimitExceeded")
    assert run.error == "States.DataLimitExceeded"
