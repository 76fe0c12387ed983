"""What a dashboard shows of the checkout: how its orders end, and what waits."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from components.building_blocks.dashboard_widgets import (
    Metric,
    Widget,
    joined_widgets,
    orders_ended,
    queue_age,
    widgets_json,
)
from components.checkout_saga.order_stream import ConsumedOrders


def checkout_widgets(
    namespace: str, consumers: Sequence[ConsumedOrders], saga_widgets: pulumi.Output[str]
) -> pulumi.Output[str]:
    """The checkout's widgets, as JSON, with those of its saga."""
    ages = [queue_age(one.dead_letters_name, f"lost {one.name}") for one in consumers]
    late = [
        Metric(
            namespace="AWS/Lambda",
            name="IteratorAge",
            dimensions={"FunctionName": one.function_name},
            statistic="Maximum",
            label=one.name,
        )
        for one in consumers
    ]
    orders = widgets_json([orders_ended(namespace)])
    waiting = widgets_json(
        [
            Widget("Milliseconds that orders wait in the stream", late),
            Widget("Seconds that lost orders wait for a person", ages),
        ]
    )
    return joined_widgets([orders, saga_widgets, waiting])
