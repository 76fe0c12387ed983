"""What a change of a state machine is told as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from local.aws_provider import RecordedProgram, RecordedResource
from planning import unit_counts
from review.sagas import ENDS, KEEPS, sagas
from review.sagas.machines import STATE_MACHINE
from review.sagas.prices import OUTDATED
from review.side import Side
from tests.support.sides import STAGES, resource, side_of, stage_side, urn, with_inputs, without

PRICE = "at $25 per million state transitions, each retry one more"
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:{%s}"


def task(function: str, **more: Any) -> dict[str, Any]:
    """A Task that calls a function, and ends unless told otherwise."""
    ends = {} if "Next" in more else {"End": True}
    parameters = {"FunctionName": FUNCTION % function, "Payload": {"step": function}}
    return {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": parameters, **ends, **more}  # fmt: skip


RETRY = {"ErrorEquals": ["Busy", "Slow"], "MaxAttempts": 3, "MaxDelaySeconds": 10}
STATES = {
    "Pay": task("pay", Next="Ship", TimeoutSeconds=15, Retry=[RETRY],
                Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Refund"}]),
    "Ship": task("ship"),
    "Refund": task("refund", Next="Undone"),
    "Undone": {"Type": "Fail"},
}  # fmt: skip


def machine(states: Mapping[str, Any], start: str = "Pay", **inputs: Any) -> Side:
    definition = json.dumps({"StartAt": start, "States": states})
    function = "aws:lambda/function:Function"
    return side_of(
        resource(STATE_MACHINE, "sale", definition=definition, **inputs),
        *(resource(function, name) for name in ("pay", "ship", "refund", "tell")),
    )


SALE = machine(STATES)


def pay(**more: Any) -> Side:
    """The saga with another first state."""
    state = {**STATES["Pay"], **more}
    return machine({**STATES, "Pay": {key: one for key, one in state.items() if one is not None}})


def choosing(variable: str) -> Side:
    """The saga with a choice in the place of its first state."""
    rule = {"Variable": variable, "IsNull": True, "Next": "Ship"}
    return machine({**STATES, "Pay": {"Type": "Choice", "Default": "Ship", "Choices": [rule]}})


TWICE = f"an order that succeeds still takes 2 transitions, $50 per million orders {PRICE}"
PLANTED: dict[str, tuple[Side, Side, list[str]]] = {
    "a time-out": (SALE, pay(TimeoutSeconds=30), [TWICE, "state `Pay`: time-out 15 s → 30 s"]),
    "no time-out": (SALE, pay(TimeoutSeconds=None), [TWICE, "state `Pay`: time-out 15 s → none"]),
    "more tries of one error": (
        SALE, pay(Retry=[{**RETRY, "ErrorEquals": ["Busy"], "MaxAttempts": 5}, RETRY]),
        [TWICE, "state `Pay`: retry of `Busy`: up to 3 → 5 times"],
    ),
    "other waits between tries": (
        SALE, pay(Retry=[{**RETRY, "IntervalSeconds": 2, "BackoffRate": 1.5,
                          "MaxDelaySeconds": None, "JitterStrategy": "FULL"}]),
        [TWICE, "state `Pay`: retry of `Busy`, `Slow`: first after 1 → 2 s, times 2 → 1.5, "
         "10 → no bound s apart at most, jitter NONE → FULL"],
    ),
    "a retrier that goes and one that comes": (
        SALE, pay(Retry=[{"ErrorEquals": ["Torn"], "MaxAttempts": 2}]),
        [TWICE, "state `Pay`: no longer a retry of `Busy`, `Slow`: up to 3 times, after 1 s, "
         "times 2, 10 s at most, jitter NONE; new retry of `Torn`: up to 2 times, after 1 s, times "
         "2, jitter NONE"],
    ),
    "an error that is not to be retried": (
        SALE, pay(Retry=[{"ErrorEquals": ["Torn"], "MaxAttempts": 0}, RETRY]),
        [TWICE, "state `Pay`: new retry of `Torn`: never"],
    ),
    "a catcher that leads elsewhere, one more, one less": (
        pay(Catch=[{"ErrorEquals": ["A", "B"], "Next": "Refund"}]),
        pay(Catch=[{"ErrorEquals": ["A"], "Next": "Undone"},
                   {"ErrorEquals": ["C"], "Next": "Refund"}]),
        [TWICE, "state `Pay`: way from `A`: to `Undone` instead of `Refund`; no longer a way from "
         "`B`: to `Refund`; new way from `C`: to `Refund`"],
    ),
    "a catcher that keeps its error elsewhere": (
        SALE, pay(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Refund", "ResultPath": "$.e"}]),
        [TWICE, "state `Pay`: error of `States.ALL`: kept at `$.e` instead of `$`"],
    ),
    "a catcher that drops its error, in either language": (
        pay(Catch=[{"ErrorEquals": ["A"], "Next": "Refund", "Output": "{% $x %}"}]),
        pay(Catch=[{"ErrorEquals": ["A"], "Next": "Refund", "ResultPath": None}]),
        [TWICE, "state `Pay`: error of `A`: kept at no place instead of `\"{% $x %}\"`"],
    ),
    "another function": (
        SALE, pay(Parameters={"FunctionName": FUNCTION % "tell", "Payload": {"step": "pay"}}),
        [TWICE, "state `Pay`: call to function `tell` instead of function `pay`"],
    ),
    "another input": (
        SALE, pay(Parameters={"FunctionName": FUNCTION % "pay", "Payload": {"step": "charge"}}),
        [TWICE, "state `Pay`: other input: `Payload.step`"],
    ),
    "another field": (SALE, pay(ResultPath="$.paid"),
                      [TWICE, "state `Pay`: `ResultPath` none → `$.paid`"]),
    "another way on": (
        SALE, pay(Next="Refund"),
        ["**no way through it succeeds any more**",
         "state `Pay`: then `Refund` instead of `Ship`"],
    ),
    "another start": (
        SALE, machine(STATES, "Ship"),
        ["an order that succeeds takes 2 → 1 transitions, $50 → $25 per million orders " + PRICE,
         "starts at `Ship` instead of `Pay`"],
    ),
    "a state more": (
        SALE, machine({**STATES, "Ship": task("ship", Next="Tell"), "Tell": task("tell")}),
        ["an order that succeeds takes 2 → 3 transitions, $50 → $75 per million orders " + PRICE,
         "new state `Tell`: `Task`, calls function `tell`, then the end",
         "state `Ship`: then `Tell` instead of the end"],
    ),
    "a state less": (
        SALE, machine({name: one for name, one in STATES.items() if name != "Undone"}),
        [TWICE, "no longer a state `Undone`"],
    ),
    "a state by another name": (
        SALE, machine({**{name: one for name, one in STATES.items() if name != "Pay"},
                       "Charge": STATES["Pay"]}, "Charge"),
        [TWICE, "state `Pay` is called `Charge`"],
    ),
    "several states in the same way": (
        SALE, machine({**STATES, "Ship": task("ship", TimeoutSeconds=9),
                       "Refund": task("refund", TimeoutSeconds=9, Next="Undone")}),
        [TWICE, "states `Ship`, `Refund`: time-out none → 9 s"],
    ),
    "a choice": (
        choosing("$.a"), choosing("$.b"), [TWICE, "state `Pay`: other conditions for what follows"],
    ),
}  # fmt: skip


def told(before: Side | None, after: Side | None) -> tuple[str, ...]:
    return sagas(before, after).lines


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_is_told(name: str) -> None:
    before, after, lines = PLANTED[name]
    assert told(before, after) == (
        "- updated state machine `sale`", *(f"  - {line}" for line in lines), f"- {KEEPS}"
    )  # fmt: skip


def test_the_time_out_of_a_whole_execution_is_told() -> None:
    definition = json.loads(str(_definition(SALE)))
    after = with_inputs(SALE, "sale", definition=json.dumps({**definition, "TimeoutSeconds": 60}))

    assert told(SALE, after)[2] == "  - an execution's time-out: none → `60`"


def _definition(side: Side) -> object:
    (machine_,) = [one for one in side.record.resources.values() if one.type == STATE_MACHINE]
    return machine_.inputs["definition"]


def test_a_definition_that_only_says_it_in_other_words_is_no_change() -> None:
    commented = {**STATES, "Undone": {**STATES["Undone"], "Comment": "Sold out."}}
    assert told(SALE, machine({name: commented[name] for name in sorted(commented)})) == ()


def test_new_states_stand_in_the_flow_s_order_with_their_retries_and_ways_out() -> None:
    two = {
        **STATES, "Ship": task("ship", Next="Zip"), "Label": task("tell", TimeoutSeconds=9),
        "Zip": task("tell", Next="Label", Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 2}],
                    Catch=[{"ErrorEquals": ["Torn", "Lost"], "Next": "Unzip"}]),
        "Unzip": task("tell", Next="Refund"),
    }  # fmt: skip
    lines = told(SALE, machine({name: two[name] for name in sorted(two)}))

    assert [line for line in lines if "new state" in line] == [
        "  - new state `Zip`: `Task`, calls function `tell`, then `Label`; retry of `Busy`: up to "
        "2 times, after 1 s, times 2, jitter NONE; way from `Lost`, `Torn`: to `Unzip`",
        "  - new state `Label`: `Task`, calls function `tell`, time-out 9 s, then the end",
        "  - new state `Unzip`: `Task`, calls function `tell`, then `Refund`",
    ]
    gone = [line for line in told(machine(two), SALE) if "no longer a state" in line]
    assert [line.rpartition(" ")[2] for line in gone] == ["`Zip`", "`Label`", "`Unzip`"]


def test_a_saga_that_is_new_has_its_price() -> None:
    new = "- new state machine `sale`"
    price = f"  - an order that succeeds takes 2 transitions, $50 per million orders {PRICE}"
    assert told(None, SALE) == told(without(SALE, "sale"), SALE) == (new, price)
    assert sagas(None, SALE).summary == "1 saga"
    assert told(None, None) == ()


def test_a_saga_that_goes_ends_what_runs() -> None:
    assert told(SALE, None) == (f"- **deleted** state machine `sale`: {ENDS}",)


def test_a_saga_that_is_replaced_ends_what_runs_too() -> None:
    after = machine({**STATES, "Ship": task("tell")}, name="chosen")
    lines = told(SALE, after)

    assert lines[0] == f"- **replaced** state machine `sale`: {ENDS}"
    assert f"- {KEEPS}" not in lines


def test_a_renamed_saga_is_the_same_one_if_an_alias_says_so() -> None:
    (definition,) = [one.inputs for one in SALE.record.resources.values() if one.inputs]
    alias = (urn(STATE_MACHINE, "sale"),)
    after = Side("dev", RecordedProgram(
        {urn(STATE_MACHINE, "shop"): RecordedResource(STATE_MACHINE, definition, {}, alias)}
    ))  # fmt: skip
    assert told(SALE, after) == ()


def test_a_function_that_goes_is_missed_by_what_runs_already() -> None:
    states = {**STATES, "Ship": task("tell")}
    lines = told(SALE, without(machine(states), "ship"))

    assert lines[-2] == (
        "  - **what runs already still calls** function `ship`, which the change deletes"
    )


def test_an_express_workflow_is_not_billed_by_transitions() -> None:
    lines = told(SALE, machine(STATES, type="EXPRESS"))

    assert any("another type of workflow" in line for line in lines)
    assert any("billed by requests and time" in line for line in lines)


def test_a_definition_that_is_no_json_has_no_states() -> None:
    lines = told(SALE, with_inputs(SALE, "sale", definition="[secret]"))
    assert "  - no longer a state `Pay`" in lines


def test_states_inside_of_others_are_compared_too() -> None:
    def together(seconds: int) -> Side:
        branch = {"StartAt": "Ship", "States": {"Ship": task("ship", TimeoutSeconds=seconds)}}
        return machine({"Pay": {"Type": "Parallel", "Branches": [branch], "End": True}})

    assert told(together(1), together(2))[2] == "  - state `Ship`: time-out 1 s → 2 s"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_does_not_change_has_no_lines(stage: str) -> None:
    side = stage_side(stage)
    assert told(side, side) == ()


def test_our_own_orders_were_counted() -> None:
    assert told(None, stage_side("prod"))[1] == (
        f"  - an order that succeeds takes 4 transitions (counted), $100 per million orders {PRICE}"
    )


def test_a_commit_that_only_begins_to_count_changes_no_saga() -> None:
    side = stage_side("prod")
    assert told(replace(side, counts=None), side) == ()


def test_counts_of_the_definition_before_are_not_taken_for_those_of_the_new_one() -> None:
    side = stage_side("prod")
    definition = json.loads(str(_definition(side)))
    first = definition["States"]["ChargePayment"]
    definition["States"]["CheckFraud"] = first
    definition["States"]["ChargePayment"] = {**first, "Next": "CheckFraud"}
    longer = with_inputs(side, "checkout-saga-machine", definition=json.dumps(definition))
    price = f"takes 4 → 5 transitions, $100 → $125 per million orders {PRICE}"

    assert told(side, longer)[1:3] == (f"  - an order that succeeds {price}", f"  - {OUTDATED}")


def test_a_count_that_changes_is_told_of_each_outcome() -> None:
    side = stage_side("prod")
    counts = unit_counts.load()
    name = "REFUNDED, out of stock"
    longer = {**counts.orders, name: replace(counts.orders[name], transitions=8)}
    lines = told(side, replace(side, counts=replace(counts, orders=longer)))

    assert lines[0].endswith(": the same definition, counted otherwise")
    assert lines[2] == f"  - {name}: 6 → 8 transitions (counted), $150 → $200"
    assert f"- {KEEPS}" not in lines
