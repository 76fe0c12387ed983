"""The store in memory answers every call of the saga's functions as moto's DynamoDB does."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.checkout.stores.table import plain
from tests.saga.enumeration import single_faults
from tests.saga.faults import Fault
from tests.saga.memory_store import MemoryStore
from tests.saga.scenarios import PRICES, SCENARIOS, STOCK, definition
from tests.saga.world import World, handlers_on
from tests.support.checkout_shop import Shop

MACHINE = definition()
OPERATIONS = ("get_item", "put_item", "update_item", "transact_write_items")
Call = tuple[str, dict[str, Any], Any]


class RecordedStore:
    """Passes calls on to a store, and records calls and answers."""

    def __init__(self, store: MemoryStore) -> None:
        self.calls: list[Call] = []
        self._store = store

    def __getattr__(self, operation: str) -> Any:
        def call(**arguments: Any) -> Any:
            answer = answered(self._store, operation, arguments)
            self.calls.append((operation, arguments, answer))
            if isinstance(answer, ClientError):
                raise answer
            return answer

        return call


def answered(store: Any, operation: str, arguments: dict[str, Any]) -> Any:
    """The answer, or the error in place of one."""
    try:
        return getattr(store, operation)(**arguments)
    except ClientError as error:
        return error


def comparable(answer: Any) -> Any:
    """The parts of an answer that the functions read."""
    if isinstance(answer, ClientError):
        reasons = answer.response.get("CancellationReasons", [])
        return answer.response["Error"]["Code"], [reason["Code"] for reason in reasons]
    return {key: plain(answer[key]) for key in ("Item", "Attributes") if key in answer}


def calls_of(scenario: str) -> list[Call]:
    """All calls of the scenario under some faults that leave the calls themselves alone, each run
    behind the other, and of every step executed again at its end."""
    calls: list[Call] = []
    kept = (Fault.LOST_FINAL, Fault.TWICE, Fault.AGAIN_LATE, Fault.HANGS_LONG)
    for case in single_faults(scenario, MACHINE):
        if case.until or (case.faults and case.faults[-1][1] not in kept):
            continue
        world = World(scenario, dict(case.faults), MACHINE)
        recorded: Any = RecordedStore(world.store)  # stands in for it
        with handlers_on(recorded):
            world.run()
        if not case.faults or len(calls) < 150:
            calls += renamed(recorded.calls, f"ord-{len(calls)}")
    return calls


def renamed(calls: list[Call], order_id: str) -> list[Call]:
    """The calls with another order's id, so that all runs can use one set of tables."""

    def rename(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: rename(item) for key, item in value.items()}
        if isinstance(value, list):
            return [rename(item) for item in value]
        return order_id if value == "ord-1" else value

    return [(operation, rename(arguments), None) for operation, arguments, _ in calls]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_store_in_memory_and_motos_agree_call_by_call(scenario: str, shop: Shop) -> None:
    mine = MemoryStore()
    for name, units in STOCK.items():
        product = {"productId": name, "stock": units, "unitPriceMinor": PRICES[name]}
        mine.put_item(TableName="products", Item=product)
        shop.client.put_item(TableName="products", Item=product)
    calls = calls_of(scenario)
    wrong = []
    for operation, arguments, _ in calls:
        answers = [
            comparable(answered(store, operation, arguments)) for store in (mine, shop.client)
        ]
        if answers[0] != answers[1]:
            wrong.append((operation, arguments, *answers))

    assert len(calls) > 20
    assert wrong == []


def test_an_unknown_expression_is_an_error() -> None:
    with pytest.raises(AssertionError, match="unknown condition: 'begins_with"):
        MemoryStore().put_item(
            TableName="orders", Item={"orderId": "1"}, ConditionExpression="begins_with(a, :b)"
        )
