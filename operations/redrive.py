"""``make redrive``: list the stuck orders, redrive their sagas, settle the attention queue.

    python -m operations.redrive [--outputs FILE] [--order ID]... [--list]

Exits 0 when nothing is left to do, 1 when an order or a message is left, 2 when the command cannot
work: the outputs cannot be used, the stage does not answer or refuses, or an order is not known.
With ``--list`` the message of a settled order is nothing to do: the next run deletes it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from operations import command_line
from operations.attention_queue import AttentionQueue
from operations.deployed_stage import DeployedStage
from operations.notify_buyers import Buyers
from operations.stuck_orders import StuckOrder, StuckOrders

WAIT_SECONDS = 120
NO_SUCH_ORDER = (
    "no such order: {unknown}. The table {table} does not hold it, and no execution of the last 90 "
    "days has its name; give ids as --list prints them, and the outputs of the order's own stage"
)
NO_SAGA = "not known to Step Functions"  # not started yet, or ended more than 90 days ago
COLUMNS = "{:46}  {:10}  {:26}  {:26}  {}"


@dataclass(frozen=True, kw_only=True)
class StageToRedrive(DeployedStage):
    """What this command needs of a stage."""

    orders_table: str
    attention_queue_url: str
    push_function_arn: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command_line.parser("redrive", __doc__)
    parser.add_argument("--order", action="append", default=[], help="only the order of this id")
    parser.add_argument("--list", action="store_true", help="change nothing")
    chosen = parser.parse_args(arguments)
    return command_line.run(
        StageToRedrive, chosen.outputs, lambda stage: work(stage, chosen.order, chosen.list)
    )


def work(stage: StageToRedrive, only: Sequence[str], list_only: bool) -> int:
    """List, redrive and settle; the exit code."""
    orders = StuckOrders(stage, stage.orders_table)
    standings = {order_id: standing(orders, order_id) for order_id in only}
    if None in standings.values():
        unknown = ", ".join(repr(one) for one, known in standings.items() if known is None)
        print(NO_SUCH_ORDER.format(unknown=unknown, table=stage.orders_table), file=sys.stderr)
        return command_line.CANNOT_WORK
    stuck = list(orders.find(only))
    show(stuck, {one: known for one, known in standings.items() if known})
    buyers = Buyers(stage, stage.push_function_arn)
    queue = AttentionQueue(stage.client("sqs"), stage.attention_queue_url, orders, buyers)
    if list_only:
        waiting = queue.waiting(only)
        for line in waiting:
            print(line)
        return 1 if stuck or waiting else 0
    left = [one for one in stuck if not redriven(orders, one)]
    settled, unsettled = queue.settle(only)
    for reason in unsettled:
        print(reason)
    print(f"attention queue: {settled} messages settled, {len(unsettled)} left")
    return 1 if left or unsettled else 0


def standing(orders: StuckOrders, order_id: str) -> str | None:
    """The state of the order and of its saga in words; None when neither exists."""
    if not order_id:
        return None
    order, saga = orders.order(order_id), orders.saga_status(order_id)
    if order is None and saga is None:
        return None
    return f"the order is {order or 'not stored'}, its saga {saga or NO_SAGA}"


def show(stuck: Sequence[StuckOrder], standings: Mapping[str, str]) -> None:
    """Print a line for each stuck order, and for each order of ``standings`` that is not stuck."""
    if stuck:
        print(COLUMNS.format("order", "execution", "stopped in", "error", "order's status"))
    elif not standings:
        print("no order is stuck")
    for one in stuck:
        columns = (one.order_id, one.execution_status, one.stopped_in, one.error)
        print(COLUMNS.format(*columns, str(one.order or "not stored")))
    for order_id, text in standings.items():
        if order_id not in {one.order_id for one in stuck}:
            print(f"{order_id} is not stuck: {text}")


def redriven(orders: StuckOrders, stuck: StuckOrder) -> bool:
    """Redrive one saga and print the result; True when the saga succeeded."""
    refused = orders.redrive(stuck)
    if refused:
        print(f"{stuck.order_id}: cannot be redriven: {refused}")
        return False
    status, order = orders.wait(stuck, WAIT_SECONDS), orders.order(stuck.order_id)
    print(f"{stuck.order_id}: {status}, the order is {order}")
    return status == "SUCCEEDED"


if __name__ == "__main__":
    sys.exit(main())
