"""What a checkout's children add to its name: the longest of each kind, its saga's among them."""

from __future__ import annotations

from components.building_blocks.child_names import (
    ALARM,
    API,
    PERMISSION,
    QUEUE,
    TABLE,
    Children,
    function_children,
    inside,
    joined,
)
from components.checkout_saga.functions import (
    ANNOUNCE_OUTCOME,
    API_FUNCTIONS,
    SAGA_FUNCTIONS,
    START_SAGA,
)
from components.saga import child_names as saga

SAGA = "-saga"
CHILDREN: Children = joined(
    function_children(
        row.module for row in (*SAGA_FUNCTIONS, *API_FUNCTIONS, START_SAGA, ANNOUNCE_OUTCOME)
    ),
    {
        ALARM: ["-lost-announcements-alarm", "-function-throttles-alarm"],
        API: ["-api"],
        PERMISSION: ["-get-orders-orderid-permission"],
        QUEUE: ["-lost-announcements"],
        TABLE: ["-allowances"],
    },
    inside(SAGA, saga.CHILDREN),
)
