"""The events table in memory: each call takes a time on the simulated clock, and is counted."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from benchmarks.contention.simulated_clock import SimulatedClock
from functions.common.dynamodb import TableItem
from tests.costs.metered_aws import item_bytes


class SimulatedTable:
    """A DynamoDB client of one table. A call takes effect in the middle of its time.

    It knows the calls that appends make, and the two conditions of ``LogTable.replace_head``.
    """

    def __init__(
        self, clock: SimulatedClock, chance: random.Random, call_seconds: float = 0.005
    ) -> None:
        self.calls: Counter[str] = Counter()
        self.write_units = 0
        self.read_units = 0
        self.items: dict[tuple[str, str], TableItem] = {}
        self._clock, self._chance, self._call_seconds = clock, chance, call_seconds

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
        half = self._call_seconds * self._chance.uniform(0.4, 0.6)
        self._clock.sleep(half)
        answer = effect()
        self._clock.sleep(half)
        return answer


def _key(item: TableItem) -> tuple[str, str]:
    return item["userId"]["S"], item["itemKey"]["S"]
