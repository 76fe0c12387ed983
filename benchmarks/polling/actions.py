"""What one action of a page takes. ``python -m benchmarks.polling.actions`` counts it, as JSON.

A process of its own: AWS is replaced in it for good. Bytes are counted elsewhere, on a stage.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from benchmarks.processes import printed_by

OPEN, PING, PROOF, EVENT, CLOSE, READ = "open", "ping", "proof", "event", "close", "read"


@dataclass(frozen=True)
class Cost:
    """What is billed. A message over a WebSocket counts as a request, in either direction."""

    requests: float = 0
    invocations: float = 0
    read_units: float = 0
    write_units: float = 0
    bytes: float = 0

    def times(self, number: float) -> Cost:
        """So many of them."""
        return Cost(*(number * value for value in asdict(self).values()))

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        pairs = zip(asdict(self).values(), asdict(other).values(), strict=True)
        return Cost(*(mine + theirs for mine, theirs in pairs))


def counted() -> dict[str, Cost]:
    """Each action's cost, counted in a process of its own."""
    found = printed_by("benchmarks.polling.actions")
    return {name: Cost(**cost) for name, cost in found.items()}


def _count() -> dict[str, Cost]:
    from functions.checkout import get_order, start_checkout
    from functions.realtime import close_connection, open_connection, push_event, resume_events
    from tests.costs.metered_aws import MeteredAws
    from tests.fuzz import inputs
    from tests.support.checkout_shop import CONTEXT
    from tests.support.notifier_on_moto import an_event

    aws = MeteredAws()
    for product_id, price in (("lamp", 1299), ("mug", 850)):
        aws.put("PRODUCTS", {"productId": product_id, "name": product_id, "description": "",
                             "stock": 5, "unitPriceMinor": price, "currency": "EUR"})  # fmt: skip
    aws.open_connections = {"conn-1"}

    def bill(requests: int, *calls: Callable[[], Any], unseen: int = 0) -> Cost:
        """``unseen`` invocations call no service of AWS: the authorizer's."""
        aws.forget()
        for call in calls:
            call()
        return Cost(requests, len(calls) + unseen, aws.read_units, aws.write_units)

    def connection(kind: str, route: str, body: Any = None) -> Any:
        return inputs.render_frame(inputs.connection(kind, route, body, "conn-1"))

    def push(event_id: str) -> Any:
        return push_event.handler({"userId": "ada", "event": an_event(event_id)}, CONTEXT)

    def resume() -> Any:
        body = {"action": "resume", "after": f"{1:020d}"}
        return resume_events.handler(connection("MESSAGE", "resume", body), CONTEXT)

    def connect() -> Any:
        return open_connection.handler(connection("CONNECT", "$connect"), CONTEXT)

    connect()
    push("before")
    answer = start_checkout.handler(inputs.render_http(inputs.checkout()), CONTEXT)
    order = inputs.order_read()
    order["pathParameters"]["orderId"] = json.loads(answer["body"])["orderId"]
    # A handshake is a request. The page resumes at once: a message each way.
    opened = bill(3, connect, resume, unseen=1)
    return {
        OPEN: opened,
        PING: Cost(requests=2),  # API Gateway answers it
        PROOF: bill(2, resume),
        EVENT: bill(1, lambda: push("of the order")),
        READ: bill(1, lambda: get_order.handler(inputs.render_http(order), CONTEXT)),
        CLOSE: bill(
            0, lambda: close_connection.handler(connection("DISCONNECT", "$disconnect"), CONTEXT)
        ),
    }


def with_bytes(costs: dict[str, Cost], sizes: dict[str, int]) -> dict[str, Cost]:
    """The costs with what each action puts on the wire."""
    return {name: replace(cost, bytes=sizes.get(name, 0)) for name, cost in costs.items()}


def main() -> None:
    """Print the counts."""
    with contextlib.redirect_stdout(io.StringIO()):
        found = _count()
    print(json.dumps({name: asdict(cost) for name, cost in found.items()}))


if __name__ == "__main__":
    main()
