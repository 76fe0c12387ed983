"""What buyers do, and the checkout's state machine with modules' names as functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.checkout_saga.functions import SAGA_FUNCTIONS
from components.checkout_saga.steps import checkout_steps
from components.saga.args import resolve_step
from components.saga.state_machine_definition import build_definition
from components.saga.steps import SagaTargets, Step
from components.saga.task_states import Definition
from functions.checkout.domain.order import Order, OrderLine, total_minor

PUSH, QUEUE = "push", "queue"
FUNCTIONS = {row.module: row.module for row in SAGA_FUNCTIONS}
STEPS: list[Step] = [resolve_step(n, step) for n, step in enumerate(checkout_steps(FUNCTIONS))]
TOGETHER: list[Step] = [replace(step, parallel_group="both") for step in STEPS]
STOCK = {"lamp": 5, "mug": 1}
PRICES = {"lamp": 1299, "mug": 850}


@dataclass(frozen=True)
class Scenario:
    """What the buyer does, and how it ends when nothing goes wrong."""

    ends: str
    token: str = "tok_ok"
    mugs: int = 0
    stored_mugs: int | None = None


SCENARIOS = {
    "pays, in stock": Scenario("FINALIZED"),
    "pays, the last unit": Scenario("FINALIZED", mugs=1),
    "pays, out of stock": Scenario("REFUNDED", mugs=2),
    "is declined": Scenario("DECLINED", "tok_declined"),
    "charge times out, taken": Scenario("REFUNDED", "tok_timeout"),
    "charge times out, not taken": Scenario("REFUNDED", "tok_unavailable"),
    "is not the order that was stored": Scenario("REFUNDED", mugs=1, stored_mugs=0),
}


def definition(steps: Sequence[Step] = STEPS) -> Definition:
    """The checkout's state machine; functions are named by their modules."""
    targets = SagaTargets(FUNCTIONS, "commit_outcome", PUSH, QUEUE, "confirm_order")
    return build_definition(steps, targets)


def order_of(token: str, mugs: int) -> Order:
    """Two of five lamps, and ``mugs`` mugs, of which one is in stock."""
    wanted = {"lamp": 2, "mug": mugs}
    lines = tuple(
        OrderLine(product_id=name, quantity=n, unit_price_minor=PRICES[name])
        for name, n in wanted.items()
        if n
    )
    return Order(
        order_id="ord-1",
        user_id="ada",
        lines=lines,
        amount_minor=total_minor(lines),
        currency="EUR",
        payment_token=token,
    )
