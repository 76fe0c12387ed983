"""``python -m tests.costs``: the bills of one order and of connections, as JSON."""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from contract.limits import SUBSCRIPTION_CHECK_SECONDS
from functions.checkout import announce_outcome, start_checkout, start_saga
from functions.common.observability import logger
from functions.realtime import close_connection, open_connection, push_event, resume_events
from tests.costs.metered_aws import MeteredAws
from tests.fuzz import inputs
from tests.saga.interpreter import Execution
from tests.saga.scenarios import PUSH, definition
from tests.saga.world import HANDLERS
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import an_event

SECONDS_PER_HOUR = 3600
PING_SECONDS, PING_A_MINUTE_SECONDS = 300, 60
"""How often an idle page pings, and how often on a line that ends idle connections sooner."""
RESUME_SECONDS = SUBSCRIPTION_CHECK_SECONDS
"""How often an idle page resumes to prove that its connection has its row, by default."""
CONNECTION_HOURS = 2


@dataclass
class Bill:
    """What one thing costs."""

    requests: int = 0
    """To the HTTP API."""
    messages: int = 0
    """Over WebSockets, in both directions."""
    invocations: dict[str, int] = field(default_factory=dict)
    transitions: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    read_units: dict[str, float] = field(default_factory=dict)
    write_units: dict[str, float] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "all_invocations": sum(self.invocations.values()),
            "all_read_units": sum(self.read_units.values()),
            "all_write_units": sum(self.write_units.values()),
        }


class Meter:
    """The functions on metered tables, with a page open and an event in its log."""

    def __init__(self) -> None:
        self.aws = MeteredAws()
        self.invoked: Counter[str] = Counter()
        for product_id, price in (("lamp", 1299), ("mug", 850)):
            product = {"productId": product_id, "name": product_id, "description": "", "stock": 5,
                       "unitPriceMinor": price, "currency": "EUR"}  # fmt: skip
            self.aws.put("PRODUCTS", product)
        self.aws.open_connections = {"conn-1"}
        self.connect()
        push_event.handler({"userId": "ada", "event": an_event("before")}, CONTEXT)

    def connect(self, connection_id: str = "conn-1") -> None:
        self.invoked["authorize_connection"] += 1  # it calls no service of AWS
        event = inputs.render_frame(inputs.connection("CONNECT", "$connect", None, connection_id))
        self._invoke(open_connection, event)

    def disconnect(self) -> None:
        event = inputs.connection("DISCONNECT", "$disconnect", None, "conn-1")
        self._invoke(close_connection, event)

    def bill(self, **counted: int) -> Bill:
        """What was counted since the last one."""
        bill = Bill(
            invocations=dict(self.invoked),
            calls=dict(self.aws.calls),
            read_units=dict(self.aws.read_units),
            write_units=dict(self.aws.write_units),
            **counted,
        )
        self.invoked.clear()
        self.aws.forget()
        return bill

    def order(self) -> Bill:
        """One order of two lines, paid and confirmed, and its buyer's page open."""
        before = len(self.aws.effects.frames)
        accepted = self._invoke(start_checkout, inputs.render_http(inputs.checkout()))
        order_id = json.loads(accepted["body"])["orderId"]
        self._invoke(start_saga, self._stream(order_id, "INSERT"))
        execution = Execution(definition(), self._perform, order_id)
        execution.start(self.aws.effects.started[0]["input"])
        self._invoke(announce_outcome, self._stream(order_id, "MODIFY"))
        frames = len(self.aws.effects.frames) - before
        return self.bill(requests=1, messages=frames, transitions=execution.transitions)

    def resume(self) -> Bill:
        """A page proves its subscription: nothing is missing."""
        body = {"action": "resume", "after": f"{1:020d}"}
        frame = inputs.render_frame(inputs.connection("MESSAGE", "resume", body, "conn-1"))
        before = len(self.aws.effects.frames)
        self._invoke(resume_events, frame)
        return self.bill(messages=1 + len(self.aws.effects.frames) - before)

    def one_too_many(self) -> Bill:
        """A handshake above the limit, which is 3 here: the oldest connection is closed."""
        ids = [f"conn-{number}" for number in range(1, 5)]
        self.aws.open_connections = set(ids)
        for each in ids[:3]:
            self.connect(each)
        self.bill()
        before = len(self.aws.effects.frames)
        self.connect(ids[3])
        return self.bill(messages=len(self.aws.effects.frames) - before)

    def _perform(self, _: str, __: str, parameters: dict[str, Any]) -> Any:
        name = parameters["FunctionName"]
        module = push_event if name == PUSH else HANDLERS[name]
        return {"Payload": self._invoke(module, parameters["Payload"])}

    def _stream(self, order_id: str, kind: str) -> Any:
        row = next(row for key, row in self.aws.rows().items() if key[1] == order_id)
        change = {"Keys": {"orderId": row["orderId"]}, "NewImage": row, "SequenceNumber": "1"}
        return {"Records": [{"eventID": "1", "eventName": kind, "dynamodb": change}]}

    def _invoke(self, module: Any, event: Any) -> Any:
        self.invoked[module.__name__.rsplit(".", 1)[1]] += 1
        return json.loads(json.dumps(module.handler(event, CONTEXT)))


def idle_hour(resume: Bill, ping_seconds: int) -> dict[str, Any]:
    """An hour of a connection that hears nothing."""
    pings = SECONDS_PER_HOUR // ping_seconds
    resumes = SECONDS_PER_HOUR // RESUME_SECONDS
    return {
        "pings": pings,
        "resumes": resumes,
        "messages": 2 * pings + resumes * resume.messages,
        "connection_minutes": 60,
        "invocations": resumes * sum(resume.invocations.values()),
        "read_units": resumes * sum(resume.read_units.values()),
        "write_units": resumes * sum(resume.write_units.values()),
    }


def bills() -> dict[str, Any]:
    """Each bill by its name."""
    meter = Meter()
    meter.bill()
    resume = meter.resume()
    order = meter.order()
    meter.connect()
    meter.disconnect()
    opened = meter.bill()
    return {
        "one order": order.told(),
        "one resume that missed nothing": resume.told(),
        "one idle connection-hour": idle_hour(resume, PING_SECONDS),
        "one idle connection-hour with a ping a minute": idle_hour(resume, PING_A_MINUTE_SECONDS),
        "one handshake above the limit": meter.one_too_many().told(),
        f"one connection of {CONNECTION_HOURS} hours, opened and closed": opened.told(),
    }


def main() -> None:
    """Print the bills."""
    logs = io.StringIO()
    handler: Any = logger.registered_handler
    handler.setStream(logs)
    with contextlib.redirect_stdout(logs):
        counted = bills()
    print(json.dumps(counted, indent=1))


if __name__ == "__main__":
    main()
