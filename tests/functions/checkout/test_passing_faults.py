"""A fault of DynamoDB that passes ends no sale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from functions.checkout import charge_payment, reserve_stock
from functions.checkout.domain.payment_provider import PaymentProviderTimeout
from functions.checkout.stores.transactions import StoreBusy
from functions.common.aws_clients import OutOfTimeError
from tests.saga.enumeration import Case, run
from tests.saga.faults import Fault
from tests.saga.invariants import violations
from tests.saga.memory_store import MemoryStore, client_error
from tests.saga.scenarios import SCENARIOS, definition
from tests.saga.world import World, handlers_on
from tests.support.checkout_shop import CONTEXT, order

EVENT = {"order": order().to_payload()}
FORWARD = pytest.mark.parametrize("module", [charge_payment, reserve_stock])
PASSING = [
    ReadTimeoutError(endpoint_url="https://dynamodb"),
    ConnectTimeoutError(endpoint_url="https://dynamodb"),
    OutOfTimeError(needed=5.5, left=1),
    client_error("ThrottlingException"),
    client_error("InternalServerError", ResponseMetadata={"HTTPStatusCode": 500}),
]


@pytest.fixture
def store() -> Iterator[MemoryStore]:
    made = MemoryStore()
    for product_id in ("lamp", "mug"):
        made.tables["products"][(product_id,)] = {"productId": product_id, "stock": 5}
    with handlers_on(made):
        yield made


def _fail(store: MemoryStore, operation: str, error: Exception, *, late: bool = False) -> None:
    """Let each call of the operation raise the error; ``late``: after it took effect."""

    @contextmanager
    def watch(called: str) -> Iterator[None]:
        if called == operation and not late:
            raise error
        yield
        if called == operation:
            raise error

    store.watch = watch


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_order_with_one_throttled_call_ends_as_without(scenario: str) -> None:
    machine, due = definition(), SCENARIOS[scenario].ends
    places = [place for place in run(Case(scenario), machine)[0] if place.call >= 0]
    assert len(places) > 3
    for place in places:
        world = World(scenario, {place: Fault.THROTTLED}, machine)
        with handlers_on(world.store):
            assert (place, world.run().statuses[-1]) == (place, due)
            assert violations(world) == []


@FORWARD
@pytest.mark.parametrize("operation", ["GetItem", "TransactWriteItems"])
@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
def test_a_step_that_a_table_did_not_serve_is_busy(
    module: Any, operation: str, error: Exception, store: MemoryStore
) -> None:
    _fail(store, operation, error)
    with pytest.raises(StoreBusy, match=type(error).__name__):
        module.handler(EVENT, CONTEXT)


@FORWARD
def test_a_step_whose_answer_was_lost_happens_once(module: Any, store: MemoryStore) -> None:
    whole = store.watch
    lost = ReadTimeoutError(endpoint_url="https://dynamodb")
    _fail(store, "TransactWriteItems", lost, late=True)
    with pytest.raises(StoreBusy):
        module.handler(EVENT, CONTEXT)
    before = {name: dict(store.tables[name]) for name in ("payments", "products")}
    assert before["payments"] or before["products"][("lamp",)]["stock"] == 3
    store.watch = whole
    module.handler(EVENT, CONTEXT)
    assert {name: store.tables[name] for name in before} == before


@FORWARD
def test_a_fault_that_stays_keeps_its_name(module: Any, store: MemoryStore) -> None:
    denied = client_error("AccessDeniedException", ResponseMetadata={"HTTPStatusCode": 400})
    _fail(store, "GetItem", denied)
    with pytest.raises(ClientError):
        module.handler(EVENT, CONTEXT)


def test_the_payment_providers_own_time_out_stays_ambiguous(store: MemoryStore) -> None:
    event = {"order": order(paid_with="tok_timeout").to_payload()}
    with pytest.raises(PaymentProviderTimeout):
        charge_payment.handler(event, CONTEXT)
