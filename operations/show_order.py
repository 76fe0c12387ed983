"""``make show-order``: print an order as it is stored, in the shape that the saga's functions take.

    python -m operations.show_order [--outputs FILE] ID

Prints ``{"order": {...}}`` with every attribute of the stored item but the payment token, which no
call that an operator makes needs. Exits 0 when the order is
printed, 2 when there is no such order, the outputs cannot be used or the stage cannot be reached.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from contract.orders import PAID_WITH_FIELD
from operations import command_line
from operations.deployed_stage import DeployedStage
from operations.orders_table import OrdersTable

NO_SUCH_ORDER = (
    "no such order: {order_id!r}. The table {table} does not hold it; give the whole id, as "
    "make redrive LIST=1 prints it, and the outputs of the order's own stage"
)


@dataclass(frozen=True, kw_only=True)
class StageToShow(DeployedStage):
    """What this command needs of a stage."""

    orders_table: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command_line.parser("show_order", __doc__)
    parser.add_argument("order_id", metavar="ID", help="the order's id")
    chosen = parser.parse_args(arguments)
    return command_line.run(StageToShow, chosen.outputs, lambda stage: show(stage, chosen.order_id))


def show(stage: StageToShow, order_id: str) -> int:
    """Print the order; the exit code."""
    # DynamoDB refuses an empty key.
    order = OrdersTable(stage, stage.orders_table).find(order_id) if order_id else None
    if order is None:
        said = NO_SUCH_ORDER.format(order_id=order_id, table=stage.orders_table)
        print(said, file=sys.stderr)
        return command_line.CANNOT_WORK
    shown = {name: value for name, value in order.items() if name != PAID_WITH_FIELD}
    print(json.dumps({"order": shown}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
