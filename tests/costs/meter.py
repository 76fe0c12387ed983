"""The functions on metered tables, with a page open: connections, resumes and orders run here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.checkout import announce_outcome, get_order, start_checkout, start_saga
from functions.realtime import close_connection, open_connection, push_event, resume_events
from tests.costs.bill import Counted, Tally
from tests.costs.logs import Log
from tests.costs.metered_aws import MeteredAws
from tests.costs.outcomes import Outcome
from tests.fuzz import inputs
from tests.saga.faults import RETRIED_ERROR
from tests.saga.interpreter import Execution, TaskFailedError
from tests.saga.scenarios import PUSH, definition
from tests.saga.world import HANDLERS
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import an_event

PRICES = {"lamp": 1299, "mug": 850}


class Meter:
    """The functions on metered tables, with a page open and an event in its log."""

    def __init__(self, log: Log) -> None:
        self.aws = MeteredAws()
        self._log = log
        self._tally = Tally()
        self._broken = ""
        self._stock(Outcome())
        self.aws.open_connections = {"conn-1"}
        self.connect()
        for before in ("first", "second"):  # a user's first two events cost less
            push_event.handler({"userId": "ada", "event": an_event(before)}, CONTEXT)
        self.bill()

    def connect(self, connection_id: str = "conn-1") -> None:
        """Open a connection. The authorizer calls no service of AWS, and is only counted."""
        self._tally.lifecycle += 1
        self._tally.invocations["authorize_connection"] += 1
        event = inputs.render_frame(inputs.connection("CONNECT", "$connect", None, connection_id))
        self._invoke(open_connection, event)

    def disconnect(self) -> None:
        """Close the connection."""
        self._tally.lifecycle += 1
        event = inputs.connection("DISCONNECT", "$disconnect", None, "conn-1")
        self._invoke(close_connection, event)

    def bill(
        self, execution: Execution | None = None, requests: int = 0, frames_in: int = 0
    ) -> Counted:
        """What was counted since the last one, and what came in meanwhile."""
        effects, tally = self.aws.effects, self._tally
        frames = [text for _, text in effects.frames]
        states: dict[str, int] = {}
        for name in execution.entered if execution else []:
            states[name] = states.get(name, 0) + 1
        if execution and execution.retries:
            states["(retries)"] = execution.retries
        bill = Counted(
            requests=requests,
            messages=frames_in + len(frames),
            served=requests + frames_in + tally.lifecycle,
            sent_bytes=tally.answered_bytes + sum(len(text.encode()) for text in frames),
            events=len(effects.announced),
            queue_messages=tally.queue_messages,
            transitions=execution.transitions if execution else 0,
            invocations=dict(tally.invocations),
            log_bytes=dict(tally.log_bytes),
            states=states,
            calls=dict(self.aws.calls),
            units=dict(self.aws.units),
        )
        self._tally = Tally()
        self.aws.restore_effects()
        self.aws.forget()
        return bill

    def order(self, outcome: Outcome, key: str) -> Counted:
        """One order of two lines to its end, and its buyer's page open."""
        self._stock(outcome)
        self.bill()
        asked = inputs.checkout(key)
        asked["body"]["paymentToken"] = outcome.token
        accepted = self._invoke(start_checkout, inputs.render_http(asked))
        self._answered(accepted)
        order_id = json.loads(accepted["body"])["orderId"]
        self._invoke(start_saga, self._stream(order_id, "INSERT"))
        self._broken = outcome.broken
        execution = Execution(definition(), self._perform, order_id)
        execution.start(outcome.changed(self.aws.effects.started[-1]["input"]))
        if self._broken:
            self._broken = ""
            execution.redrive()
        self._invoke(announce_outcome, self._stream(order_id, "MODIFY"))
        return self.bill(execution, requests=1)

    def read_order(self) -> Counted:
        """A page asks for its order, which is there."""
        accepted = self._invoke(start_checkout, inputs.render_http(inputs.checkout("key-read")))
        self.bill()
        asked = inputs.order_read()
        asked["pathParameters"] = {"orderId": json.loads(accepted["body"])["orderId"]}
        self._answered(self._invoke(get_order, inputs.render_http(asked)))
        return self.bill(requests=1)

    def resume(self, after: int) -> Counted:
        """A page proves its subscription, or asks for what came after this event."""
        body = {"action": "resume", "after": f"{after:020d}"}
        frame = inputs.render_frame(inputs.connection("MESSAGE", "resume", body, "conn-1"))
        self._invoke(resume_events, frame)
        return self.bill(frames_in=1)

    def one_too_many(self) -> Counted:
        """A handshake above the limit, which is 3 here: the oldest connection is closed."""
        ids = [f"conn-{number}" for number in range(1, 5)]
        self.aws.open_connections = set(ids)
        for each in ids[:3]:
            self.connect(each)
        self.bill()
        self.connect(ids[3])
        return self.bill()

    def _stock(self, outcome: Outcome) -> None:
        for product_id, price in PRICES.items():
            product = {
                "productId": product_id,
                "name": product_id,
                "description": "",
                "stock": outcome.stock,
                "unitPriceMinor": price,
                "currency": "EUR",
            }
            self.aws.put("PRODUCTS", product)

    def _perform(self, _: str, __: str, parameters: dict[str, Any]) -> Any:
        if "FunctionName" not in parameters:
            self._tally.queue_messages += 1
            return {"MessageId": "1"}
        name = parameters["FunctionName"]
        if name == self._broken:
            self._tally.invocations[name] += 1
            raise TaskFailedError(RETRIED_ERROR)
        module = push_event if name == PUSH else HANDLERS[name]
        try:
            return {"Payload": self._invoke(module, parameters["Payload"])}
        except Exception as error:
            raise TaskFailedError(type(error).__name__, str(error)) from None

    def _stream(self, order_id: str, kind: str) -> Any:
        row = next(row for key, row in self.aws.rows().items() if key[1] == order_id)
        change = {"Keys": {"orderId": row["orderId"]}, "NewImage": row, "SequenceNumber": "1"}
        return {"Records": [{"eventID": "1", "eventName": kind, "dynamodb": change}]}

    def _answered(self, response: Mapping[str, Any]) -> None:
        self._tally.answered_bytes += len(str(response["body"]).encode())

    def _invoke(self, module: Any, event: Any) -> Any:
        name = module.__name__.rsplit(".", 1)[1]
        self._tally.invocations[name] += 1
        self.aws.function = name
        self._log.written()
        try:
            return json.loads(json.dumps(module.handler(event, CONTEXT)))
        finally:
            self._tally.log_bytes[name] += self._log.written()
