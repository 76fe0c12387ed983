"""The generated state machine as plain data."""

from __future__ import annotations

from typing import Any

from components._saga_definition import build_definition, title

STEPS: list[Any] = [
    {"name": "charge_payment", "function_arn": "arn:charge", "compensation_name": "refund_payment",
     "compensation_arn": "arn:refund", "refusals": {"PaymentDeclined": "DECLINED"}},
    {"name": "reserve_stock", "function_arn": "arn:reserve", "compensation_name": "release_stock",
     "compensation_arn": "arn:release", "refusals": {"OutOfStock": "REFUNDED"}},
    {"name": "confirm_order", "function_arn": "arn:confirm"},
]  # fmt: skip


def machine(steps: list[Any] = STEPS) -> dict[str, Any]:
    return build_definition(steps, outcome_function_arn="arn:commit", push_function_arn="arn:push")


def targets(state: dict[str, Any]) -> set[str]:
    found = {state.get("Next"), state.get("Default")}
    found |= {rule["Next"] for rule in state.get("Catch", []) + state.get("Choices", [])}
    return found - {None}


def happy_path(states: dict[str, Any], start: str) -> list[str]:
    path = [start]
    while "Next" in states[path[-1]]:
        path.append(states[path[-1]]["Next"])
    return path


def test_the_happy_path_is_the_steps_then_commit_then_notify() -> None:
    definition = machine()

    assert happy_path(definition["States"], definition["StartAt"]) == [
        "ChargePayment", "ReserveStock", "ConfirmOrder", "CommitFinalized", "NotifyFinalized",
        "Finalized",
    ]  # fmt: skip


def test_a_failed_step_is_compensated_itself_and_then_the_earlier_ones_in_reverse() -> None:
    states = machine()["States"]

    undone = {
        name: happy_path(states, states[name]["Catch"][0]["Next"])
        for name in ("ChargePayment", "ReserveStock", "ConfirmOrder")
    }
    assert undone == {
        "ChargePayment": ["RefundPayment", "DecideOutcome"],
        "ReserveStock": ["ReleaseStock", "RefundPayment", "DecideOutcome"],
        "ConfirmOrder": ["ReleaseStock", "RefundPayment", "DecideOutcome"],
    }


def test_a_refusal_decides_the_outcome() -> None:
    decide = machine()["States"]["DecideOutcome"]

    chosen = {rule["StringEquals"]: rule["Next"] for rule in decide["Choices"]}
    assert chosen == {"PaymentDeclined": "CommitDeclined", "OutOfStock": "CommitRefunded"}
    assert decide["Default"] == "CommitRefunded"


def test_nothing_is_compensated_after_the_commit_of_finalized() -> None:
    states = machine()["States"]

    assert [rule["Next"] for rule in states["CommitFinalized"]["Catch"]] == ["CommitNeedsAttention"]
    assert happy_path(states, "CommitNeedsAttention")[-1] == "NeedsAttention"
    assert states["NeedsAttention"]["Type"] == "Fail"


def test_a_push_that_fails_ends_where_one_that_succeeds_ends() -> None:
    states = machine()["States"]

    for outcome in ("Finalized", "Refunded", "Declined", "NeedsAttention"):
        notify = states[f"Notify{outcome}"]
        assert {rule["Next"] for rule in notify["Catch"]} == {notify["Next"]} == {outcome}


def test_every_task_has_a_timeout_a_retry_with_jitter_and_a_catch_all() -> None:
    tasks = {n: s for n, s in machine()["States"].items() if s["Type"] == "Task"}

    assert len(tasks) == 13
    for task in tasks.values():
        assert task["TimeoutSeconds"] > 0
        assert all(rule["JitterStrategy"] == "FULL" for rule in task["Retry"])
        assert task["Catch"][-1]["ErrorEquals"] == ["States.ALL"]


def test_every_target_exists_and_every_state_is_reached() -> None:
    definition = machine()
    states = definition["States"]
    reached: set[str] = set()
    frontier = {definition["StartAt"]}
    while frontier:
        reached |= frontier
        frontier = set().union(*(targets(states[name]) for name in frontier)) - reached

    assert reached == set(states)


def test_a_saga_whose_steps_need_no_compensation_still_ends_as_refunded() -> None:
    states = machine([{"name": "greet", "function_arn": "arn:greet"}])["States"]

    assert states["Greet"]["Catch"][0]["Next"] == "DecideOutcome"
    assert states["DecideOutcome"]["Default"] == "CommitRefunded"


def test_retries_are_set_per_step() -> None:
    step = {**STEPS[0], "retry": {"max_attempts": 7, "interval_seconds": 2}, "timeout_seconds": 20}

    task = machine([step])["States"]["ChargePayment"]

    assert task["TimeoutSeconds"] == 20
    assert task["Retry"][0]["MaxAttempts"] == 7
    assert task["Retry"][0]["IntervalSeconds"] == 2


def test_names_become_titles() -> None:
    assert title("charge_payment") == "ChargePayment"
    assert title("NEEDS_ATTENTION") == "NeedsAttention"
