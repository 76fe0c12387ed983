"""An order of any size that Step Functions starts is undone when a step fails, or charged never."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.saga.args import resolve_args
from components.saga.order_size import (
    CAUSE_BYTES,
    MAX_STATE_BYTES,
    ROOM,
    max_order_bytes,
    state_bytes,
)
from components.saga.task_states import Definition
from functions.checkout.domain.order import Order, OrderLine, total_minor
from functions.checkout.domain.order_request import MAX_LINES
from tests.components.saga.test_state_machine_definition import CHARGE, RESERVE, STEPS, machine
from tests.components.saga.test_state_machine_definition import together as in_parallel
from tests.saga.interpreter import Execution, TaskFailedError
from tests.saga.scenarios import definition as checkout_definition

WORST_NAME, WORST_CAUSE = "E" * 256, "\x01" * 32_768
MACHINES = {"one after the other": machine(STEPS), "together": machine(in_parallel(*STEPS))}
Done = list[str]


def order_of(size: int) -> dict[str, Any]:
    """An order whose JSON has this many bytes."""
    empty: dict[str, Any] = {"orderId": "o" * 200, "userId": "ada", "note": ""}
    return {**empty, "note": "x" * (size - len(json.dumps(empty, separators=(",", ":"))))}


def run(
    definition: Definition, size: int, fails: tuple[str, ...], name: str = WORST_NAME
) -> tuple[Execution, Done]:
    """The execution, and the functions that succeeded. Those of ``fails`` raise the worst error."""
    done: Done = []

    def perform(state: str, resource: str, parameters: dict[str, Any]) -> Any:
        function = parameters.get("FunctionName", "queue")
        if function in fails:
            raise TaskFailedError(name, WORST_CAUSE)
        transition = parameters.get("Payload", {}).get("transition")
        done.append(f"{function}:{transition}" if transition else function)
        pending = transition in (None, "fence_finalize")
        status = "PENDING" if pending else "REFUNDED"
        return {"Payload": {"status": status, "userId": "ada", "event": "e" * 4000}}

    execution = Execution(definition, perform, "n" * 80)
    return execution.start({"order": order_of(size)}), done


@pytest.mark.parametrize("steps", MACHINES)
@pytest.mark.parametrize("size", [1_000, 255 * 1024, MAX_STATE_BYTES - len('{"order":}')])
def test_an_order_of_any_size_is_compensated_or_nothing_was_done(steps: str, size: int) -> None:
    execution, done = run(MACHINES[steps], size, ("arn:reserve",))

    assert "arn:charge" not in done or {"arn:refund", "arn:commit:undo"} <= {*done}
    fits = size <= max_order_bytes(MACHINES[steps])
    assert ("arn:charge" in done) == fits
    assert (execution.status == "SUCCEEDED") or not fits


@pytest.mark.parametrize("steps", MACHINES)
def test_the_largest_order_survives_every_error_at_its_longest(steps: str) -> None:
    definition = MACHINES[steps]
    broken = ("arn:reserve", "arn:release", "arn:refund", "arn:push")
    execution, done = run(definition, max_order_bytes(definition), broken)

    assert {"arn:charge", "queue", "arn:commit:need_attention"} <= {*done}
    assert execution.stopped_at is not None
    assert execution.stopped_at[0] == "RecoverTogether"
    assert execution.error == WORST_NAME


def test_the_bound_leaves_almost_everything_to_the_order() -> None:
    assert 250 * 1024 < max_order_bytes(machine()) < 256 * 1024
    assert CAUSE_BYTES < state_bytes(machine()) < MAX_STATE_BYTES


def test_a_step_that_takes_no_whole_order_is_given_nothing_more() -> None:
    chosen = machine([{**CHARGE, "input": {"amount": "$.order.amountMinor"}}])["States"]
    whole = machine([CHARGE, RESERVE])["States"]

    assert ROOM not in chosen["ChargePayment"]["Parameters"]["Payload"]
    assert ROOM not in whole["ReserveStock"]["Parameters"]["Payload"]
    assert 0 < len(whole["ChargePayment"]["Parameters"]["Payload"][ROOM]) < 4_000


def test_a_part_that_is_chosen_twice_halves_the_order() -> None:
    twice = {"a": "$.order.lines", "b": "$.order.lines.first", "c": "$.order.other"}
    assert max_order_bytes(machine([CHARGE, {**RESERVE, "input": twice}])) < 128 * 1024


def test_more_compensations_than_a_state_can_name_are_refused() -> None:
    steps: list[Any] = [
        {"name": f"step_{n}", "function_arn": "arn:f", "compensation_name": f"undo_{n}",
         "compensation_arn": "arn:u", "retry": {"max_attempts": 0}}
        for n in range(60)
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"a state would hold .* declare fewer compensations"):
        resolve_args(
            {"steps": steps, "outcome_function_arn": "arn:o", "push_function_arn": "arn:p"}
        )


def test_the_largest_order_that_the_shop_accepts_is_far_smaller() -> None:
    user, product = "\U0001f600" * 256, "p" * 128
    lines = tuple(
        OrderLine(product_id=product, quantity=10**9, unit_price_minor=10**15)
        for _ in range(MAX_LINES)
    )
    order = Order(
        order_id="ord-" + "0" * 40, user_id=user, lines=lines, amount_minor=total_minor(lines),
        currency="EUR", payment_token="t" * 128,
    )  # fmt: skip
    assert len(json.dumps(order.to_saga())) < 16 * 1024 < max_order_bytes(checkout_definition())
