"""The generated state machine as plain data."""

from __future__ import annotations

from typing import Any

import pytest

from components.saga.args import SagaSettings, resolve_step
from components.saga.state_machine_definition import build_definition
from components.saga.state_names import state_name
from components.saga.steps import SagaTargets
from components.saga.task_states import Definition
from policy.rules.states_language import definition_problems
from tests.saga.interpreter import Execution

CHARGE: Any = {"name": "charge_payment", "function_arn": "arn:charge",
          "compensation_name": "refund_payment", "compensation_arn": "arn:refund",
          "business_errors": {"PaymentDeclined": "DECLINED"},
          "ambiguous": ["PaymentProviderTimeout"]}  # fmt: skip
RESERVE: Any = {"name": "reserve_stock", "function_arn": "arn:reserve",
           "compensation_name": "release_stock", "compensation_arn": "arn:release",
           "business_errors": {"OutOfStock": "REFUNDED"}}  # fmt: skip
STEPS: list[Any] = [CHARGE, RESERVE]


def machine(
    steps: list[Any] = STEPS, outcome_function_arn: str = "arn:commit", keeps_orders: bool = False
) -> Definition:
    declared = [resolve_step(number, step) for number, step in enumerate(steps)]
    arns: Any = SagaSettings(
        steps=declared, outcome_function_arn="", push_function_arn=""
    ).function_arns
    queue = "https://queue"
    targets = SagaTargets(
        arns, outcome_function_arn, "arn:push", queue, "confirm_order", keeps_orders=keeps_orders
    )
    return build_definition(declared, targets)


def together(*steps: Any) -> list[Any]:
    return [{**step, "parallel_group": "both"} for step in steps]


def way(states: dict[str, Any], start: str) -> list[str]:
    """Where it goes from here if nothing fails; a choice takes its default."""
    path = [start]
    while following := states[path[-1]].get("Next") or states[path[-1]].get("Default"):
        path.append(following)
    return path


def undoing(states: dict[str, Any], failed: str) -> list[str]:
    return way(states, states[failed]["Catch"][-1]["Next"])


def test_the_happy_path_is_the_steps_the_commit_and_the_push() -> None:
    definition = machine()
    states = definition["States"]

    path = way(states, definition["StartAt"])
    assert path == ["ChargePayment", "ReserveStock", "ConfirmOrder", "NotifyFinalized"]
    assert states["NotifyFinalized"]["End"] is True
    assert states["ConfirmOrder"]["Parameters"]["Payload"]["transition"] == "finalize"


def test_a_failed_step_is_compensated_itself_and_then_the_earlier_ones_in_reverse() -> None:
    states = machine()["States"]

    ends = ["CommitUndone", "NotifyUndone"]
    assert undoing(states, "ChargePayment") == ["RefundPayment", *ends]
    assert undoing(states, "ReserveStock") == ["ReleaseStock", "RefundPayment", *ends]


def test_a_saga_of_another_partition_names_its_integrations_there() -> None:
    step = {**CHARGE, "function_arn": "arn:aws-cn:lambda:cn-north-1:123456789012:function:c"}
    outcome = "arn:aws-cn:lambda:cn-north-1:123456789012:function:o"

    states = machine([step], outcome)["States"]

    assert states["ChargePayment"]["Resource"] == "arn:aws-cn:states:::lambda:invoke"
    assert states["ReportAttention"]["Resource"] == "arn:aws-cn:states:::sqs:sendMessage"


def test_a_commit_whose_answer_is_lost_is_fenced_off_before_anything_is_undone() -> None:
    states = machine()["States"]

    assert undoing(states, "ConfirmOrder") == [
        "FenceFinalize", "WasFinalized", "ReleaseStock", "RefundPayment", "CommitUndone",
        "NotifyUndone",
    ]  # fmt: skip
    (finalized,) = states["WasFinalized"]["Choices"]
    assert finalized == {
        "Variable": "$.outcome.status",
        "StringEquals": "FINALIZED",
        "Next": "NotifyFinalized",
    }


@pytest.mark.parametrize(
    ("broken", "first"),
    [("FenceFinalize", ["NoteFenceFinalize"]), ("CommitUndone", ["NoteCommitUndone"]),
     ("RefundPayment", ["NoteRefundPayment"]), ("AlsoRefundPayment", ["NoteRefundPayment"]),
     ("ReleaseStock", ["NoteReleaseStock", "AlsoRefundPayment"])],
)  # fmt: skip
def test_what_cannot_be_undone_is_reported_and_then_tried_again_uncaught(
    broken: str, first: list[str]
) -> None:
    states = machine()["States"]

    path = undoing(states, broken)
    assert path == [
        *first, "ReportAttention", "CommitNeedsAttention", "NotifyNeedsAttention",
        "RecoverFenceFinalize", "RecoverWasFinalized", "RecoverTogether",
        "CommitResolved", "WasReported", "NotifyResolved",
    ]  # fmt: skip
    recovery = path[path.index("RecoverFenceFinalize") : -1]
    assert not any("Catch" in states[name] for name in recovery)
    assert all("Catch" in states[n] for n in path if states[n]["Type"] == "Task"
               and n not in recovery)  # fmt: skip


def test_one_failing_compensation_does_not_stop_the_others() -> None:
    step: Any = {"name": "book_courier", "compensation_name": "cancel_courier",
            "function_arn": "arn:book", "compensation_arn": "arn:cancel"}  # fmt: skip
    states = machine([*STEPS, step])["States"]

    assert way(states, "CancelCourier")[:3] == ["CancelCourier", "ReleaseStock", "RefundPayment"]
    reported = ["AlsoReleaseStock", "AlsoRefundPayment", "ReportAttention"]
    assert undoing(states, "CancelCourier")[:4] == ["NoteCancelCourier", *reported]
    assert undoing(states, "AlsoReleaseStock")[:3] == ["NoteReleaseStock", *reported[1:]]
    assert undoing(states, "ReleaseStock")[:3] == ["NoteReleaseStock", *reported[1:]]
    assert "AlsoCancelCourier" not in states
    noted = states["NoteReleaseStock"]
    assert noted["Parameters"] == {"Error.$": "$.Cause.Error"}
    assert noted["ResultPath"] == "$.undoing.ReleaseStock"
    for name in ("ReleaseStock", "AlsoReleaseStock"):
        assert states[name]["ResultPath"] == "$.undoing.ReleaseStock"
        assert states[name]["ResultSelector"] == {"undone": True}


def test_the_recovery_runs_all_compensations_side_by_side_and_no_error_ends_one_at_once() -> None:
    together = machine()["States"]["RecoverTogether"]

    assert (together["Type"], together["ResultPath"]) == ("Parallel", None)
    tasks = [branch["States"][branch["StartAt"]] for branch in together["Branches"]]
    assert [branch["StartAt"] for branch in together["Branches"]] == [
        "RecoverReleaseStock", "RecoverRefundPayment"
    ]  # fmt: skip
    for task in tasks:
        assert "Catch" not in task
        assert task["ResultSelector"] == {"done": True}
        rules = [(rule["ErrorEquals"], rule["MaxAttempts"]) for rule in task["Retry"]]
        assert rules == [(["States.DataLimitExceeded"], 15), (["States.ALL"], 15)]


@pytest.mark.parametrize(
    "helper", ["ReportAttention", "CommitNeedsAttention", "NotifyNeedsAttention"]
)
def test_nothing_that_calls_for_attention_stops_the_recovery(helper: str) -> None:
    assert "RecoverFenceFinalize" in undoing(machine()["States"], helper)


@pytest.mark.parametrize("push", ["NotifyFinalized", "NotifyUndone", "NotifyResolved"])
def test_a_push_that_fails_is_reported_and_never_fails_the_saga(push: str) -> None:
    states = machine()["States"]

    assert undoing(states, push) == ["ReportFailedPush", "OutcomeStands"]
    assert states["OutcomeStands"]["Type"] == "Succeed"


def test_what_the_queue_does_not_take_is_told_by_an_execution_that_fails() -> None:
    states = machine()["States"]

    (unreported,) = states["WasReported"]["Choices"]
    assert unreported == {"Variable": "$.unreported", "IsPresent": True, "Next": "ReportLate"}
    assert states["ReportLate"]["Parameters"] == states["ReportAttention"]["Parameters"]
    assert way(states, "ReportLate") == ["ReportLate", "NotifyResolved"]
    assert not {"Catch"} & {*states["ReportLate"], *states["ReportFailedPush"]}


def test_the_messages_hold_everything_that_is_needed() -> None:
    states = machine()["States"]

    body = states["ReportAttention"]["Parameters"]["MessageBody"]
    assert set(body) == {
        "kind", "executionArn.$", "executionName.$", "order", "failure", "attention.$",
        "undoing.$",
    }  # fmt: skip


def test_the_outcome_function_learns_which_business_error_means_what() -> None:
    states = machine()["States"]

    for commit in ("CommitUndone", "CommitNeedsAttention", "CommitResolved"):
        payload = states[commit]["Parameters"]["Payload"]
        assert payload["businessErrors"] == {
            "OutOfStock": "REFUNDED",
            "PaymentDeclined": "DECLINED",
            "PaymentProviderTimeout": "REFUNDED",
        }
        assert payload["failure"] == {"Error.$": "$.Error"}


def test_a_buyer_reads_what_the_steps_declare_and_what_lambda_raises_is_not_among_it() -> None:
    step = {**CHARGE, "business_errors": {"StockConflict": "REFUNDED"},
            "ambiguous": ["States.Timeout", "Lost"], "input": {"x": "$.order.x"}}  # fmt: skip
    payload = machine([step])["States"]["CommitUndone"]["Parameters"]["Payload"]

    assert set(payload["businessErrors"]) == {"StockConflict", "Lost", "InputIncomplete"}


def test_each_call_of_the_outcome_function_says_whose_saga_it_is() -> None:
    states = machine()["States"].values()
    payloads = [state["Parameters"]["Payload"] for state in states
                if "transition" in state.get("Parameters", {}).get("Payload", {})]  # fmt: skip

    assert len(payloads) == 6
    assert {payload["eventSource"] for payload in payloads} == {"checkout"}


def test_every_task_has_a_timeout_and_a_retry_with_jitter() -> None:
    tasks = {n: s for n, s in machine()["States"].items() if s["Type"] == "Task"}

    assert len(tasks) == 18
    for name, task in tasks.items():
        assert task["TimeoutSeconds"] > 0
        assert task["Retry"][-1]["JitterStrategy"] == "FULL", name


def test_nothing_failing_for_good_is_tried_again() -> None:
    retry = machine()["States"]["ConfirmOrder"]["Retry"]

    assert retry[0] == {"ErrorEquals": ["OutcomeRefused"], "MaxAttempts": 0}
    assert retry[1]["ErrorEquals"] == ["States.ALL"]


def test_an_answer_that_was_too_large_is_caught_although_states_all_does_not_include_it() -> None:
    for name, state in machine()["States"].items():
        caught = [rule["ErrorEquals"] for rule in state.get("Catch", [])]
        assert caught in ([], [["States.DataLimitExceeded"], ["States.ALL"]]), name


def test_an_ambiguous_error_is_never_retried_even_if_it_is_transient() -> None:
    step = {**CHARGE, "ambiguous": ["States.Timeout"], "retry_on": ["StoreBusy"]}

    _, retry = machine([step])["States"]["ChargePayment"]["Retry"]
    assert "States.Timeout" not in retry["ErrorEquals"]
    assert {"Lambda.Unknown", "StoreBusy"} <= set(retry["ErrorEquals"])


def test_what_lambda_turned_away_is_tried_for_minutes_before_anything_is_undone() -> None:
    for state in ("ChargePayment", "ReserveStock"):
        first, others = machine()["States"][state]["Retry"]
        assert first["ErrorEquals"] == ["Lambda.TooManyRequestsException"]
        assert (first["MaxAttempts"], first["MaxDelaySeconds"]) == (15, 60)
        assert "Sandbox.Timedout" in others["ErrorEquals"]
        assert {first["BackoffRate"], others["BackoffRate"]} == {2}


def test_a_parallel_group_retries_inside_and_is_undone_whole_in_reverse() -> None:
    courier = {**RESERVE, "name": "book_courier", "compensation_name": "cancel_courier",
               "function_arn": "arn:book", "compensation_arn": "arn:cancel"}  # fmt: skip
    states = machine([CHARGE, *together(RESERVE, courier)])["States"]

    group = states["ReserveStockAndBookCourier"]
    assert group["Type"] == "Parallel"
    assert group["ResultPath"] is None
    branches = [branch["States"][branch["StartAt"]] for branch in group["Branches"]]
    assert [branch["Parameters"]["FunctionName"] for branch in branches] == [
        "arn:reserve", "arn:book"
    ]  # fmt: skip
    assert all("Retry" in branch and "Catch" not in branch for branch in branches)
    undone = ["CancelCourier", "ReleaseStock", "RefundPayment", "CommitUndone", "NotifyUndone"]
    assert undoing(states, "ReserveStockAndBookCourier") == undone


def test_a_step_gets_the_chosen_parts_of_the_order_and_always_who_it_is() -> None:
    step = {**CHARGE, "input": {"amount": "$.order.amountMinor"}}
    states = machine([step])["States"]

    order = "$$.Execution.Input.order"
    always = {"orderId.$": f"{order}.orderId", "executionName.$": "$$.Execution.Name"}
    chosen = {"input": {"amount.$": f"{order}.amountMinor"}}
    assert states["ChargePayment"]["Parameters"]["Payload"] == {
        **always, **chosen, "step": "charge_payment"
    }  # fmt: skip
    assert states["RefundPayment"]["Parameters"]["Payload"] == {
        **always, **chosen, "step": "refund_payment", "failure": {"Error.$": "$.Error"}
    }  # fmt: skip


def test_an_order_that_lacks_an_input_starts_nothing() -> None:
    definition = machine([CHARGE, {**RESERVE, "input": {"shelf": "$.order.shelf"}}])
    states = definition["States"]

    check = states[definition["StartAt"]]
    assert check["Choices"] == [
        {"And": [{"Variable": "$.order.shelf", "IsPresent": True}], "Next": "ChargePayment"}
    ]
    assert way(states, check["Default"]) == ["InputIncomplete", "CommitUndone", "NotifyUndone"]


UNNAMED: list[Any] = [{}, {"orderId": "o"}, {"userId": "u"}, {"orderId": 7, "userId": "u"},
                      {"orderId": "o", "userId": None}, {"orderId": "", "userId": "u"},
                      None]  # fmt: skip


@pytest.mark.parametrize("order", UNNAMED, ids=str)
def test_a_saga_that_keeps_its_orders_starts_nothing_for_one_without_ids(
    order: Any,
) -> None:
    definition: Any = machine([{**CHARGE, "input": {"x": "$.order.x"}}], keeps_orders=True)

    execution = Execution(definition, lambda *_: pytest.fail("a step ran"), "o").start(
        {"order": order}
    )

    assert (execution.status, execution.error) == ("FAILED", "OrderIdsMissing")
    assert execution.entered == ["CheckOrderIds", "OrderIdsMissing"]


def test_a_saga_that_keeps_its_orders_goes_on_with_one_that_has_both_ids() -> None:
    for step, following in ((CHARGE, "ChargePayment"),
                            ({**CHARGE, "input": {"x": "$.order.x"}}, "CheckInput")):  # fmt: skip
        definition = machine([step], keeps_orders=True)
        states = definition["States"]
        (named,) = states[definition["StartAt"]]["Choices"]
        assert named["Next"] == following
    assert "CheckOrderIds" not in machine()["States"]


def test_a_saga_whose_steps_need_no_compensation_still_ends_undone() -> None:
    states = machine([{"name": "greet", "function_arn": "arn:greet"}])["States"]

    assert undoing(states, "Greet") == ["CommitUndone", "NotifyUndone"]


def test_retries_are_set_per_step_and_are_whole_numbers() -> None:
    retry = {"max_attempts": 7.0, "interval_seconds": 2.0}  # as Pulumi's wire has them
    task = machine([{**CHARGE, "retry": retry, "timeout_seconds": 20}])["States"]["ChargePayment"]

    assert task["TimeoutSeconds"] == 20
    assert repr(task["Retry"][-1]["MaxAttempts"]) == "7"
    assert task["Retry"][-1]["IntervalSeconds"] == 2


@pytest.mark.parametrize(
    "steps",
    [
        STEPS,
        together(*STEPS),
        [{"name": "greet", "function_arn": "arn:greet"}],
        [{**CHARGE, "retry": {"max_attempts": 0}}],
        [CHARGE, {**RESERVE, "input": {"shelf": "$.order.shelf"}}],
    ],
)
def test_step_functions_would_take_every_definition(steps: list[Any]) -> None:
    definition: Any = machine(steps)

    assert list(definition_problems(definition)) == []


def test_steps_names_become_names_of_states() -> None:
    assert state_name("charge_payment") == "ChargePayment"
