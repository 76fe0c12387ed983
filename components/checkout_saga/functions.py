"""The checkout's functions: one row each. Roles, variables and routes follow from the rows."""

from __future__ import annotations

from components.building_blocks.function_family import FunctionRow
from contract.orders import CHARGE_PAYMENT, REFUND_PAYMENT, RELEASE_STOCK, RESERVE_STOCK

_LEDGER = ("GetItem", "PutItem", "ConditionCheckItem")
_RECORDS = ("GetItem", "PutItem")
_RECORDS_OF_COMPENSATION = (*_RECORDS, "UpdateItem")

COMMIT_OUTCOME = FunctionRow(module="commit_outcome", tables={"orders": ("GetItem", "UpdateItem")})
SAGA_FUNCTIONS = (
    FunctionRow(
        module=CHARGE_PAYMENT,
        tables={"orders": ("GetItem",), "payments": _LEDGER, "steps": _RECORDS},
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
    COMMIT_OUTCOME,
)  # fmt: skip
"""The saga calls these, so they are created before it."""
API_FUNCTIONS = (
    FunctionRow(
        module="start_checkout",
        tables={
            "orders": ("GetItem", "PutItem"),
            "products": ("BatchGetItem",),
            "allowances": ("UpdateItem",),
        },
        variables=("STATE_MACHINE_ARN", "CHECKOUTS_PER_MINUTE"),
        grants=("start_sagas",),
        route="POST /checkout",
        signed_in=True,
        timeout_seconds=20,
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
    variables=("STATE_MACHINE_ARN", "DEAD_LETTER_QUEUE_URL"),
    grants=("start_sagas", "read_orders", "list_streams", "send_dead_letters"),
)
ANNOUNCE_OUTCOME = FunctionRow(
    module="announce_outcome",
    variables=("EVENT_BUS_ARN", "DEAD_LETTER_QUEUE_URL"),
    grants=("put_events", "read_orders", "list_streams", "send_dead_letters"),
)
"""The orders table's stream invokes these two."""
