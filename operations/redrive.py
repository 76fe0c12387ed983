"""``make redrive``: list the orders whose saga is stuck, run them on, settle the attention queue.

    python -m operations.redrive [--outputs FILE] [--order ID]... [--list]

Exits 0 when nothing is stuck any more, 1 when something is, 2 when it cannot work at all.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from operations.attention_queue import AttentionQueue
from operations.stage import DeployedStage, OutputsUnusable
from operations.stuck_orders import StuckOrder, StuckOrders

WAIT_SECONDS = 120
COLUMNS = "{:46}  {:10}  {:26}  {:26}  {}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m operations.redrive", description=__doc__)
    parser.add_argument("--outputs", type=Path, default=Path(".local/outputs.json"))
    parser.add_argument("--order", action="append", default=[], help="only this order's id")
    parser.add_argument("--list", action="store_true", help="change nothing")
    chosen = parser.parse_args(arguments)
    try:
        stage = DeployedStage.from_file(chosen.outputs)
    except OutputsUnusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    orders = StuckOrders(stage)
    stuck = [s for s in orders.find() if not chosen.order or s.order_id in chosen.order]
    show(stuck)
    if chosen.list:
        return 1 if stuck else 0
    left = [one for one in stuck if not run_on(orders, one)]
    settled, unsettled = AttentionQueue(stage, orders).settle()
    print(f"attention queue: {settled} messages settled, {unsettled} left")
    return 1 if left or unsettled else 0


def show(stuck: Sequence[StuckOrder]) -> None:
    """Print one line for each stuck order."""
    if not stuck:
        print("no order is stuck")
        return
    print(COLUMNS.format("order", "execution", "stopped in", "error", "order's status"))
    for one in stuck:
        status = one.order_status or "not stored"
        print(COLUMNS.format(one.order_id, one.execution_status, one.stopped_in, one.error, status))


def run_on(orders: StuckOrders, stuck: StuckOrder) -> bool:
    """Redrive one and say how it went; True when it came to its end."""
    refused = orders.redrive(stuck)
    if refused:
        print(f"{stuck.order_id}: cannot be redriven: {refused}")
        return False
    status = orders.wait(stuck, WAIT_SECONDS)
    print(f"{stuck.order_id}: {status}, the order is {orders.order_status(stuck.order_id)}")
    return status == "SUCCEEDED"


if __name__ == "__main__":
    sys.exit(main())
