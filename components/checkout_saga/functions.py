"""The checkout's functions: one row each. Roles, variables and routes follow from the rows."""

from __future__ import annotations

from collections.abc import Mapping

from components.building_blocks.function_family import FunctionFamily, FunctionRow, Supplies
from components.building_blocks.lambda_function import PythonFunction
from contract.orders import CHARGE_PAYMENT, REFUND_PAYMENT, RELEASE_STOCK, RESERVE_STOCK

_LEDGER = ("GetItem", "PutItem", "ConditionCheckItem")
_RECORDS = ("GetItem", "PutItem")
_RECORDS_OF_COMPENSATION = (*_RECORDS, "UpdateItem")

SAGA_FUNCTIONS = (
    FunctionRow(
        module=CHARGE_PAYMENT, tables={"payments": _LEDGER, "steps": _RECORDS}
    ),
    FunctionRow(
        module=REFUND_PAYMENT, tables={"payments": _LEDGER, "steps": _RECORDS_OF_COMPENSATION}
    ),
    FunctionRow(
        module=RESERVE_STOCK, tables={"products": ("UpdateItem",), "steps": _RECORDS}
    ),
    FunctionRow(
        module=RELEASE_STOCK,
        tables={"products": ("UpdateItem",), "steps": _RECORDS_OF_COMPENSATION},
    ),
    FunctionRow(module="commit_outcome", tables={"orders": ("GetItem", "UpdateItem")}),
)  # fmt: skip
"""What the saga calls: made before it."""
API_FUNCTIONS = (
    FunctionRow(
        module="start_checkout",
        tables={"orders": ("GetItem", "PutItem"), "products": ("BatchGetItem",)},
        variables=("STATE_MACHINE_ARN",),
        grants=("start_sagas",),
        route="POST /checkout",
        signed_in=True,
    ),
    FunctionRow(
        module="get_order",
        tables={"orders": ("GetItem",)},
        route="GET /orders/{orderId}",
        signed_in=True,
    ),
    FunctionRow(module="list_products", tables={"products": ("Scan",)}, route="GET /products"),
)
START_SAGA = FunctionRow(
    module="start_saga",
    variables=("STATE_MACHINE_ARN",),
    grants=("start_sagas", "read_orders", "give_up"),
)
ANNOUNCE_OUTCOME = FunctionRow(
    module="announce_outcome",
    variables=("EVENT_BUS_ARN",),
    grants=("put_events", "read_orders", "give_up"),
)
"""These two are invoked by the orders table's stream. ``give_up`` sends to their dead-letter
queue."""


def create_all(
    family: FunctionFamily, rows: tuple[FunctionRow, ...], supplies: Supplies
) -> Mapping[str, PythonFunction]:
    """The rows' functions by module."""
    return {row.module: family.create(row, supplies) for row in rows}
