"""The events table in memory: each call takes a time on the simulated clock, and is counted."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol

from botocore.exceptions import ClientError

from functions.common.dynamodb import TableItem
from tests.costs.metered_aws import item_bytes


class Sleeps(Protocol):
    """A clock."""

    def sleep(self, seconds: float) -> None: ...


class SimulatedTable:
    """A DynamoDB client of one table. A call takes effect in the middle of its time.

    It knows the calls that pushes make, and the two conditions of ``LogTable.replace_head``.
    """

    def __init__(
        self,
        clock: Sleeps,
        chance: random.Random,
        call_seconds: float = 0.005,
        spread: float = 0.2,
    ) -> None:
        self.calls: Counter[str] = Counter()
        self.write_units = 0
        self.read_units = 0
        self.items: dict[tuple[str, str], TableItem] = {}
        self._clock, self._chance = clock, chance
        self._call_seconds, self._spread = call_seconds, spread

    def forget(self) -> None:
        """Count from now on."""
        self.calls.clear()
        self.write_units = self.read_units = 0

    def get_item(self, *, Key: TableItem, **_: Any) -> Any:
        def read() -> Any:
            found = self.items.get(_key(Key))
            self.read_units += max(1, math.ceil(item_bytes(found) / 4096))
            return {"Item": found} if found else {}

        return self._call("GetItem", read)

    def query(self, *, ExpressionAttributeValues: TableItem, **_: Any) -> Any:
        """Of the table of connections: a user's rows."""

        def read() -> Any:
            user = ExpressionAttributeValues[":user"]
            found = [item for item in self.items.values() if item["userId"] == user]
            size = sum(map(item_bytes, found))
            self.read_units += max(1, math.ceil(size / 4096))
            return {"Items": found}

        return self._call("Query", read)

    def batch_write_item(self, *, RequestItems: dict[str, Any]) -> Any:
        def write() -> Any:
            for puts in RequestItems.values():
                for put in puts:
                    self._put(put["PutRequest"]["Item"])
            return {}

        return self._call("BatchWriteItem", write)

    def put_item(self, *, Item: TableItem, **conditions: Any) -> Any:
        def replace() -> Any:
            before = self.items.get(_key(Item))
            if "ConditionExpression" not in conditions:
                self._put(Item)
                return {}
            wanted = conditions.get("ExpressionAttributeValues", {}).get(":previous")
            if (before["sequence"] if before else None) == wanted:
                self._put(Item)
                return {}
            self.write_units += math.ceil(item_bytes(before) / 1024)
            return {"Error": {"Code": "ConditionalCheckFailedException"}, "Item": before}

        answer = self._call("PutItem", replace)
        if "Error" in answer:
            raise ClientError(answer, "PutItem")
        return answer

    def _put(self, item: TableItem) -> None:
        self.write_units += math.ceil(item_bytes(item) / 1024)
        self.items[_key(item)] = item

    def _call(self, operation: str, effect: Callable[[], Any]) -> Any:
        self.calls[operation] += 1
        half = self._call_seconds / 2 * self._chance.uniform(1 - self._spread, 1 + self._spread)
        self._clock.sleep(half)
        answer = effect()
        self._clock.sleep(half)
        return answer


def _key(item: TableItem) -> tuple[str, str]:
    sort = item.get("itemKey") or item["connectionId"]
    return item["userId"]["S"], sort["S"]
