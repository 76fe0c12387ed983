"""AWS in memory that counts each call, and DynamoDB's units as AWS bills them.

Amazon DynamoDB developer guide, "Read and write operations" and "Item sizes": a write costs one
unit for each 1 KB of the larger of the item's old and new size, twice that in a transaction, where
a condition check costs as much. A consistent read costs one unit for each 4 KB, one at least; any
other half of that. Items count one by one in a batch, and together in a query.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from tests.fuzz.aws import KEYS, TABLES, Aws, Rows

_NAMES = {table: name for name, table in TABLES.items()}


def attribute_bytes(value: Mapping[str, Any]) -> int:
    """The size of one attribute's value."""
    ((kind, content),) = value.items()
    if kind == "N":
        return (len(str(content).strip("-").replace(".", "")) + 1) // 2 + 1
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + attribute_bytes(v) for name, v in content.items())
    if kind == "L":
        return 3 + sum(1 + attribute_bytes(one) for one in content)
    return len(str(content).encode())


def item_bytes(item: Mapping[str, Any] | None) -> int:
    """The size of a row: names and values."""
    return sum(len(name.encode()) + attribute_bytes(v) for name, v in (item or {}).items())


READ, WRITE, CHECK, DOUBLED = "read", "write", "check", "doubled"
"""Parts of the units: a condition check costs as a write does, and a transaction doubles both."""
Part = tuple[str, str, str]
"""The function, the table and the part."""


class MeteredAws(Aws):
    """Counts ``calls`` by operation, and ``units`` by what they were spent on."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.units: defaultdict[Part, float] = defaultdict(float)
        self.function = ""
        """Whose calls are counted now."""
        super().__init__({})

    def forget(self) -> None:
        """Count from now on."""
        self.calls.clear()
        self.units.clear()

    @property
    def read_units(self) -> float:
        """Of all functions and tables."""
        return sum(units for (_, _, part), units in self.units.items() if part == READ)

    @property
    def write_units(self) -> float:
        """Of all functions and tables."""
        return sum(self.units.values()) - self.read_units

    def _before_call(self, model: Any, params: Mapping[str, Any], **more: Any) -> Any:
        self.calls[model.name] += 1
        if model.service_model.service_name != "dynamodb" or model.name.endswith("Table"):
            return super()._before_call(model, params, **more)
        before = self.rows()
        answer = super()._before_call(model, params, **more)
        body = self.last_body
        if model.name in ("Query", "Scan"):
            size = sum(item_bytes(item) for item in answer[1]["Items"])
            self._read(body["TableName"], size, bool(body.get("ConsistentRead")))
        elif model.name == "GetItem":
            found = before.get(_key(body["TableName"], body["Key"]))
            self._read(body["TableName"], item_bytes(found), bool(body.get("ConsistentRead")))
        elif model.name == "BatchGetItem":
            for table, asked in body["RequestItems"].items():
                for key in asked["Keys"]:
                    size = item_bytes(before.get(_key(table, key)))
                    self._read(table, size, bool(asked.get("ConsistentRead")))
        else:
            self._writes(body, before, self.rows())
        return answer

    def _read(self, table: str, size: int, consistent: bool) -> None:
        units = max(1, math.ceil(size / 4096))
        self.units[self.function, _NAMES[table], READ] += units if consistent else units / 2

    def _writes(self, body: Mapping[str, Any], before: Rows, after: Rows) -> None:
        doubled = "TransactItems" in body
        writes: list[tuple[str, str, Any]]
        if doubled:
            writes = [
                (CHECK if kind == "ConditionCheck" else WRITE, write["TableName"], write)
                for item in body["TransactItems"]
                for kind, write in item.items()
            ]
        elif "RequestItems" in body:
            writes = [
                (WRITE, table, next(iter(one.values())))
                for table, asked in body["RequestItems"].items()
                for one in asked
            ]
        else:
            writes = [(WRITE, body["TableName"], body)]
        for part, table, write in writes:
            key = _key(table, write.get("Key") or write["Item"])
            size = max(item_bytes(before.get(key)), item_bytes(after.get(key)))
            units = max(1, math.ceil(size / 1024))
            self.units[self.function, _NAMES[table], part] += units
            if doubled:
                self.units[self.function, _NAMES[table], DOUBLED] += units


def _key(table: str, item: Mapping[str, Any]) -> tuple[str, str, str]:
    values = [str(item[name]["S"]) for name in KEYS[_NAMES[table]]]
    return (table, values[0], values[1] if len(values) > 1 else "")
