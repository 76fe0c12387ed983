"""``make redrive``: list the orders whose saga is stuck, run them on, settle the attention queue.

    python -m operations.redrive [--outputs FILE] [--order ID]... [--list]

Exits 0 when nothing is stuck any more, 1 when something is, 2 when it cannot work at all: no
usable outputs, a stage that does not answer, or an order that nobody knows.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError

from operations.attention_queue import AttentionQueue
from operations.deployed_stage import DeployedStage
from operations.outputs import OutputsError
from operations.stuck_orders import StuckOrder, StuckOrders

WAIT_SECONDS = 120
NO_SUCH_ORDER = (
    "no such order: {unknown}. It is not in the table {table}, and no execution of the last 90 "
    "days has that name; give ids as --list prints them, and the outputs of the order's own stage"
)
UNREACHABLE = (
    "the stage of {file} cannot be asked: {why}. Check the network, and that AWS credentials of "
    "the stage's account are set (aws sts get-caller-identity)"
)
NO_SAGA = "not known to Step Functions"  # not started yet, or over for 90 days
COLUMNS = "{:46}  {:10}  {:26}  {:26}  {}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m operations.redrive", description=__doc__)
    parser.add_argument("--outputs", type=Path, default=Path(".local/outputs.json"))
    parser.add_argument("--order", action="append", default=[], help="only this order's id")
    parser.add_argument("--list", action="store_true", help="change nothing")
    chosen = parser.parse_args(arguments)
    try:
        return work(DeployedStage.from_file(chosen.outputs), chosen.order, chosen.list)
    except OutputsError as unusable:
        print(unusable, file=sys.stderr)
    except BotoCoreError as unreachable:
        print(UNREACHABLE.format(file=chosen.outputs, why=unreachable), file=sys.stderr)
    return 2


def work(stage: DeployedStage, only: Sequence[str], look_only: bool) -> int:
    """List, run on and settle; the exit code. Raises what botocore raises when nothing answers."""
    orders = StuckOrders(stage)
    standings = {order_id: standing(orders, order_id) for order_id in only}
    if None in standings.values():
        unknown = ", ".join(repr(one) for one, known in standings.items() if known is None)
        print(NO_SUCH_ORDER.format(unknown=unknown, table=stage.orders_table), file=sys.stderr)
        return 2
    stuck = list(orders.find(only))
    show(stuck, {one: known for one, known in standings.items() if known})
    queue = AttentionQueue(stage, orders)
    if look_only:
        waiting = queue.waiting(only)
        for line in waiting:
            print(line)
        return 1 if stuck or waiting else 0
    left = [one for one in stuck if not run_on(orders, one)]
    settled, unsettled = queue.settle(only)
    for reason in unsettled:
        print(reason)
    print(f"attention queue: {settled} messages settled, {len(unsettled)} left")
    return 1 if left or unsettled else 0


def standing(orders: StuckOrders, order_id: str) -> str | None:
    """How the order and its saga stand; None when there is neither."""
    if not order_id:
        return None
    order, saga = orders.order(order_id), orders.saga_status(order_id)
    if order is None and saga is None:
        return None
    return f"the order is {order or 'not stored'}, its saga {saga or NO_SAGA}"


def show(stuck: Sequence[StuckOrder], asked_for: Mapping[str, str]) -> None:
    """Print one line for each stuck order, and for each that was asked for and is not stuck."""
    if stuck:
        print(COLUMNS.format("order", "execution", "stopped in", "error", "order's status"))
    elif not asked_for:
        print("no order is stuck")
    for one in stuck:
        told = (one.order_id, one.execution_status, one.stopped_in, one.error)
        print(COLUMNS.format(*told, str(one.order or "not stored")))
    for order_id, stands in asked_for.items():
        if order_id not in {one.order_id for one in stuck}:
            print(f"{order_id} is not stuck: {stands}")


def run_on(orders: StuckOrders, stuck: StuckOrder) -> bool:
    """Redrive one and say how it went; True when it came to its end."""
    refused = orders.redrive(stuck)
    if refused:
        print(f"{stuck.order_id}: cannot be redriven: {refused}")
        return False
    status, order = orders.wait(stuck, WAIT_SECONDS), orders.order(stuck.order_id)
    print(f"{stuck.order_id}: {status}, the order is {order}")
    return status == "SUCCEEDED"


if __name__ == "__main__":
    sys.exit(main())
