"""moto's interpreter with the real handlers on moto's DynamoDB ends orders in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.common import dynamodb
from tests.saga.interpreter import TaskFailedError
from tests.saga.moto_engine import Ended, MotoEngine, moto_engine
from tests.saga.scenarios import SCENARIOS, TOGETHER, definition, order_of
from tests.saga.world import HANDLERS, World, handlers_on
from tests.support.checkout_shop import CONTEXT, ENVIRONMENT, Shop

MACHINE = definition()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[MotoEngine]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with moto_engine(monkeypatch) as ready:
        dynamodb.table_client.cache_clear()
        yield ready
    dynamodb.table_client.cache_clear()


class Checkout:
    """A shop on moto's DynamoDB; ``broken`` functions fail."""

    def __init__(self, engine: MotoEngine, scenario: str, broken: str = "") -> None:
        self.scenario = SCENARIOS[scenario]
        self.shop = Shop()
        self.page: dict[str, Any] = {}
        self._broken = broken
        self._engine = engine
        engine.invoke = self._invoke
        self.order = order_of(self.scenario.token, self.scenario.mugs)
        stored = self.scenario.stored_mugs
        as_stored = self.order if stored is None else order_of(self.scenario.token, stored)
        self.shop.orders().create(as_stored, "fingerprint")

    def run(self) -> Ended:
        return self._engine.run(MACHINE, self.order.to_saga())

    def _invoke(self, function: str, payload: dict[str, Any]) -> Any:
        if function == self._broken:
            raise TaskFailedError("Lambda.Unknown")
        if function == "push":
            self.page.setdefault(payload["event"]["id"], payload["event"])
            return {}
        return HANDLERS[function].handler(payload, CONTEXT)

    @property
    def item(self) -> dict[str, Any]:
        return self.shop.stored(self.order.order_id)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_ends_as_on_the_small_interpreter(engine: MotoEngine, scenario: str) -> None:
    checkout = Checkout(engine, scenario)
    ended = checkout.run()

    world = World(scenario, {}, MACHINE)
    with handlers_on(world.store):
        world.run()
    assert ended.entered == world.execution.entered
    assert ended.status == "SUCCEEDED"
    due = checkout.order.amount_minor if checkout.scenario.ends == "FINALIZED" else 0
    sold = 2 if checkout.scenario.ends == "FINALIZED" else 0
    assert checkout.item["status"] == checkout.scenario.ends
    assert checkout.shop.money("ord-1") == due
    assert checkout.shop.units("lamp") == 5 - sold
    assert [e["data"]["status"] for e in checkout.page.values()] == [checkout.scenario.ends]


def test_a_refund_that_is_broken_for_good_needs_attention_and_fails_in_that_very_task(
    engine: MotoEngine,
) -> None:
    checkout = Checkout(engine, "pays, out of stock", broken="refund_payment")
    ended = checkout.run()

    assert (ended.status, ended.error) == ("FAILED", "Lambda.Unknown")
    assert ended.entered[-3] == "RecoverTogether"
    assert sorted(ended.entered[-2:]) == ["RecoverRefundPayment", "RecoverReleaseStock"]
    assert checkout.item["status"] == "NEEDS_ATTENTION"
    assert [e["data"]["status"] for e in checkout.page.values()] == ["NEEDS_ATTENTION"]
    (message,) = ended.messages
    assert message["order"]["orderId"] == "ord-1"
    assert message["executionName"] == "ord-1"
    assert message["failure"]["Error"] == "OutOfStock"
    assert message["attention"]["Error"] == "Lambda.Unknown"


@pytest.mark.parametrize(
    ("scenario", "undone"),
    [("pays, in stock", []), ("pays, out of stock", ["OutOfStock"]),
     ("is declined", ["PaymentDeclined"])],
)  # fmt: skip
def test_a_parallel_group_ends_by_its_members_business_error_and_is_undone_whole(
    engine: MotoEngine, scenario: str, undone: list[str]
) -> None:
    checkout = Checkout(engine, scenario)
    ended = engine.run(definition(TOGETHER), checkout.order.to_saga())

    group = [name for name in ended.entered if name not in ("ChargePayment", "ReserveStock")]
    assert group == [
        "ChargePaymentAndReserveStock",
        *(["ReleaseStock", "RefundPayment", "CommitUndone", "NotifyUndone"] if undone
          else ["ConfirmOrder", "NotifyFinalized"]),
    ]  # fmt: skip
    assert checkout.item["status"] == checkout.scenario.ends
    assert checkout.item.get("reason") == (undone[0] if undone else None)
    assert checkout.shop.money("ord-1") == (0 if undone else checkout.order.amount_minor)
    assert checkout.shop.units("lamp") == (5 if undone else 3)
