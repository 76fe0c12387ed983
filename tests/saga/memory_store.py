"""DynamoDB in memory: the calls and expressions that the saga's functions use.

An expression that it does not know is an error; ``test_memory_store.py`` holds it to what moto's
DynamoDB does. Each call passes ``watch`` first and last: there faults are put.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from contract import tables

KEYS = {
    "orders": tables.ORDERS_KEY,
    "products": tables.PRODUCTS_KEY,
    "payments": tables.PAYMENTS_KEY,
    "steps": tables.STEPS_KEY,
    "allowances": tables.ALLOWANCES_KEY,
}
Item = dict[str, Any]
Watch = Callable[[str], AbstractContextManager[None]]


class MemoryStore:
    """Replaces the client of boto3's DynamoDB resource."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[tuple[str, ...], Item]] = {table: {} for table in KEYS}
        self.writes: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.watch: Watch = lambda operation: nullcontext()

    def get_item(self, *, TableName: str, Key: Item, ConsistentRead: bool) -> Item:
        with self.watch("GetItem"):
            if not ConsistentRead:
                raise AssertionError(f"{TableName}: a saga must read consistently")
            found = self.tables[TableName].get(_key(TableName, Key))
            return {"Item": dict(found)} if found else {}

    def batch_get_item(self, *, RequestItems: Item) -> Item:
        with self.watch("BatchGetItem"):
            found = {
                name: [dict(self.tables[name][_key(name, key)]) for key in wanted["Keys"]
                       if _key(name, key) in self.tables[name]]
                for name, wanted in RequestItems.items()
            }  # fmt: skip
            return {"Responses": found}

    def put_item(self, **put: Any) -> Item:
        with self.watch("PutItem"):
            self._check(put)
            self._write("Put", put)
            return {}

    def update_item(self, ReturnValues: str = "NONE", **update: Any) -> Item:
        with self.watch("UpdateItem"):
            self._check(update)
            written = self._write("Update", update)
            return {"Attributes": dict(written)} if ReturnValues == "ALL_NEW" else {}

    def transact_write_items(self, *, TransactItems: list[Item]) -> Item:
        with self.watch("TransactWriteItems"):
            entries = [next(iter(item.items())) for item in TransactItems]
            keys = [(e["TableName"], self._key_of(e)) for _, e in entries]
            if len(set(keys)) != len(keys):
                raise AssertionError(f"a transaction names an item twice: {keys}")
            reasons = ["None" if self._holds(e) else "ConditionalCheckFailed" for _, e in entries]
            if any(reason != "None" for reason in reasons):
                raise cancelled(reasons)
            for kind, entry in entries:
                self._write(kind, entry)
            return {}

    def _check(self, entry: Mapping[str, Any]) -> None:
        if not self._holds(entry):
            raise client_error("ConditionalCheckFailedException")

    def _key_of(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        return _key(entry["TableName"], entry.get("Key") or entry["Item"])

    def _holds(self, entry: Mapping[str, Any]) -> bool:
        condition = entry.get("ConditionExpression")
        item = self.tables[entry["TableName"]].get(self._key_of(entry), {})
        names = entry.get("ExpressionAttributeNames", {})
        values = entry.get("ExpressionAttributeValues", {})
        return any(
            all(_part_holds(part, item, names, values) for part in way.split(" AND ") if part)
            for way in (condition or "").split(" OR ")
        )

    def _write(self, kind: str, entry: Mapping[str, Any]) -> Item:
        table, key = self.tables[entry["TableName"]], self._key_of(entry)
        if kind == "Put":
            table[key] = dict(entry["Item"])
        elif kind == "Update":
            item = dict(table.get(key, entry["Key"]))
            names, values = (
                entry.get("ExpressionAttributeNames", {}),
                entry["ExpressionAttributeValues"],
            )
            changed = {
                names.get(name, name): values[value] + item.get(names.get(base, base), 0)
                if base else values[value]
                for name, base, value in _assignments(entry["UpdateExpression"])
            }  # fmt: skip
            table[key] = item | changed
        elif kind != "ConditionCheck":
            raise AssertionError(f"unknown kind of write: {kind}")
        self.writes[entry["TableName"], key] += kind != "ConditionCheck"
        return table.get(key, {})


def client_error(code: str, **more: Any) -> ClientError:
    """The error as boto3 raises it."""
    return ClientError({"Error": {"Code": code, "Message": code}, **more}, "Operation")


def cancelled(reasons: list[str]) -> ClientError:
    """The error of a cancelled transaction, with the reason for each of its items."""
    return client_error(
        "TransactionCanceledException", CancellationReasons=[{"Code": r} for r in reasons]
    )


def _key(table: str, item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(item[name] for name in KEYS[table])


@cache
def _assignments(expression: str) -> list[tuple[str, str, str]]:
    """``SET a = :x, b = b + :y`` -> (name, base or "", value) of each."""
    found = []
    if added := re.fullmatch(r"ADD (\w+) (:\w+) (SET .*)", expression):
        found.append((added[1], added[1], added[2]))
        expression = added[3]
    for part in expression.removeprefix("SET ").split(", "):
        match = re.fullmatch(r"(#?\w+) = (?:(#?\w+) \+ )?(:\w+)", part)
        if not match:
            raise AssertionError(f"unknown update: {part!r}")
        found.append((match[1], match[2] or "", match[3]))
    return found


def _part_holds(
    part: str, item: Mapping[str, Any], names: Mapping[str, str], values: Mapping[str, Any]
) -> bool:
    if match := re.fullmatch(r"attribute_(not_)?exists\((#?\w+)\)", part):
        return (names.get(match[2], match[2]) in item) != bool(match[1])
    if match := re.fullmatch(r"(#?\w+) (=|>=|<) (:\w+)", part):
        found, wanted = item.get(names.get(match[1], match[1])), values[match[3]]
        if found is None:
            return False
        return bool({"=": found == wanted, ">=": found >= wanted, "<": found < wanted}[match[2]])
    raise AssertionError(f"unknown condition: {part!r}")
