"""The way of an order into the saga and out of it: checkout, stream, start, end, announcement.

The real handlers run on the store in memory. The orders table's stream is polled as AWS documents
it, at once or late. Each call of a handler is a place for a fault.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import SimpleNamespace
from typing import Any

from contract.orders import FINALIZE, PENDING
from functions.checkout import announce_outcome, commit_outcome, start_checkout, start_saga
from functions.common import aws_clients, clock
from functions.common.observability import logger
from tests.saga.faults import Died
from tests.saga.memory_store import MemoryStore, client_error
from tests.saga.world import handlers_on
from tests.support.checkout_shop import CONTEXT, request, stream_batch
from tests.support.stream_poller import StreamPoller

NOON = datetime(2030, 1, 2, 12, 0, tzinfo=UTC)
PRODUCT = {"productId": "lamp", "name": "Lamp", "description": "A lamp", "unitPriceMinor": 1299,
           "currency": "EUR", "stock": 5}  # fmt: skip
ATTEMPTS = 6


class DoorFault(Enum):
    """What may happen at one call of a handler to AWS."""

    DIES_BEFORE = "the process dies before the call"
    DIES_AFTER = "the process dies after the call took effect"
    THROTTLED = "the service turns the call away"


@dataclass(frozen=True)
class Visit:
    """What buyers send, each as often as needed until it is answered for good."""

    bodies: tuple[tuple[str, dict[str, Any]], ...]
    """Idempotency-Key and body of each request."""
    per_minute: int = 10
    stalls: bool = False
    """The stream delivers nothing until every buyer has an answer and every order ended."""
    stored: int = 1


LAMP: dict[str, Any] = {"lines": [{"productId": "lamp", "quantity": 1}]}
VISITS = {
    "one order": Visit((("a", LAMP),)),
    "one order, the stream stalls": Visit((("a", LAMP),), stalls=True),
    "the same order twice": Visit((("a", LAMP), ("a", LAMP))),
    "two orders, one a minute": Visit((("a", LAMP), ("b", LAMP)), per_minute=1, stored=2),
    "an unknown product": Visit(
        (("a", {"lines": [{"productId": "none", "quantity": 1}]}),), stored=0
    ),
    "another amount": Visit((("a", {**LAMP, "amountMinor": 1}),), stored=0),
}


@dataclass
class ShopDoor:
    """One run. ``plan``: number of the call -> fault."""

    visit: Visit
    plan: Mapping[int, DoorFault] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    started: Counter[str] = field(default_factory=Counter)
    announced: list[str] = field(default_factory=list)
    store: MemoryStore = field(default_factory=MemoryStore)
    time: datetime = NOON

    def run(self) -> ShopDoor:
        """All requests, then the stream to its end; ``wrong`` has what is violated."""
        self.store.tables["products"][("lamp",)] = dict(PRODUCT)
        self.store.watch = self._watch
        with self._services():
            for key, body in self.visit.bodies:
                self._buy(key, body)
                if not self.visit.stalls:
                    self._deliver(start_saga)
            # Those that were started at the door end while the stream still stalls.
            self._end_started()
            self._deliver(start_saga)
            self._end_started()
            self._deliver(announce_outcome)
        self._check()
        return self

    @property
    def orders(self) -> dict[str, dict[str, Any]]:
        """The stored orders by id."""
        return {key[0]: item for key, item in self.store.tables["orders"].items()}

    def _buy(self, key: str, body: dict[str, Any]) -> None:
        os.environ["CHECKOUTS_PER_MINUTE"] = str(self.visit.per_minute)
        for _ in range(ATTEMPTS):
            before = set(self.orders)
            answer = self._invoke(start_checkout, request(body, key))
            if answer is None:
                continue  # the connection broke: the page repeats with the same key
            status = answer["statusCode"]
            if status == 202:
                minutes = Counter(item["createdAt"][:16] for item in self.orders.values())
                if max(minutes.values(), default=0) > self.visit.per_minute:
                    self.wrong.append("more orders were placed in a minute than one may")
                if json.loads(answer["body"])["orderId"] not in self.orders:
                    self.wrong.append("an order that was answered 202 is not stored")
                return
            if status not in (202, 409, 422, 429, 503):
                self.wrong.append(f"a buyer was answered {status}")
            if set(self.orders) != before:
                self.wrong.append(f"an order that was answered {status} is stored")
            if status in (409, 422):
                return
            self.time += timedelta(seconds=int(answer["headers"].get("retry-after", 1)))
        self.wrong.append(f"no answer for good in {ATTEMPTS} attempts")

    def _deliver(self, consumer: Any) -> None:
        """The stream's records to one consumer, until none is left or it is discarded."""
        items = [dict(item) for item in self.orders.values()]
        if consumer is announce_outcome:  # the mapping's filter: orders that have ended
            items = [item for item in items if item["status"] != PENDING]

        def handle(batch: dict[str, Any]) -> Any:
            answer = self._invoke(consumer, batch)
            if answer is None:
                raise RuntimeError("the function died")
            return answer

        poller = StreamPoller(handle, max_age_seconds=600)  # no fault here lasts that long
        poller.run(stream_batch(*items)["Records"])
        if poller.discarded:
            self.wrong.append("the stream discarded a record")

    def _end_started(self) -> None:
        for order_id, item in self.orders.items():
            if self.started[order_id] and item["status"] == PENDING:
                watch, self.store.watch = self.store.watch, MemoryStore().watch
                commit_outcome.handler({"order": dict(item), "transition": FINALIZE}, CONTEXT)
                self.store.watch = watch

    def _check(self) -> None:
        if len(self.orders) != self.visit.stored:
            self.wrong.append(f"{len(self.orders)} orders are stored, due {self.visit.stored}")
        for order_id, item in self.orders.items():
            if self.started[order_id] != 1:
                self.wrong.append(f"the saga of an order started {self.started[order_id]} times")
            if item["status"] == PENDING or order_id not in self.announced:
                self.wrong.append(f"an order that is {item['status']} was not announced")

    def _invoke(self, module: Any, event: dict[str, Any]) -> Any:
        """The answer; None if the process died."""
        try:
            return module.handler(event, CONTEXT)
        except Died:
            return None

    @contextmanager
    def _watch(self, operation: str) -> Iterator[None]:
        number = len(self.calls)
        self.calls.append(operation)
        fault = self.plan.get(number)
        if fault is DoorFault.THROTTLED:
            raise client_error("ThrottlingException")
        if fault is DoorFault.DIES_BEFORE:
            raise Died("")
        yield
        if fault is DoorFault.DIES_AFTER:
            raise Died("")

    def _start_execution(self, *, name: str, **_: Any) -> None:
        with self._watch("StartExecution"):
            if self.started[name]:
                raise client_error("ExecutionAlreadyExists")
            if name not in self.orders:
                self.wrong.append("a saga started of an order that is not stored")
            self.started[name] += 1

    def _put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        with self._watch("PutEvents"):
            order_id = json.loads(Entries[0]["Detail"])["subject"]
            if self.orders[order_id]["status"] == PENDING:
                self.wrong.append("an order was announced before its end")
            self.announced.append(order_id)
            return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}

    def _send_message(self, **_: Any) -> None:
        self.wrong.append("a record that is right was parked")

    @contextmanager
    def _services(self) -> Iterator[None]:
        services = {
            "stepfunctions": SimpleNamespace(start_execution=self._start_execution),
            "events": SimpleNamespace(put_events=self._put_events),
            "sqs": SimpleNamespace(send_message=self._send_message),
        }
        modules: Any = aws_clients, clock
        clients, clocks = modules
        kept = clients.client, clocks.now, logger.lines.level
        clients.client, clocks.now = services.__getitem__, lambda: self.time
        logger.lines.setLevel(logging.CRITICAL)
        try:
            with handlers_on(self.store, EVENT_BUS_ARN="arn:bus"):
                yield
        finally:
            clients.client, clocks.now, level = kept
            logger.lines.setLevel(level)


def single_faults(visit: Visit) -> Iterator[dict[int, DoorFault]]:
    """No fault, and each fault at each call."""
    yield {}
    yield from with_one_more(visit, {})


def with_one_more(visit: Visit, plan: Mapping[int, DoorFault]) -> Iterator[dict[int, DoorFault]]:
    """The plan with one more fault at each call after its own."""
    calls = len(ShopDoor(visit, plan).run().calls)
    for number in range(max(plan, default=-1) + 1, calls):
        for fault in DoorFault:
            yield {**plan, number: fault}
