"""A DynamoDB client that counts each call's request units.

Amazon DynamoDB developer guide, "Read and write operations": a write costs one unit for each 1 KB
of the larger of the item's old and new size, also when its condition fails; a consistent read one
unit for each 4 KB, one at least, items one by one in a batch and together in a query.
"""

from __future__ import annotations

import math
from typing import Any

KIB = 1024


def item_bytes(item: dict[str, Any]) -> int:
    """An item's size: names and values in UTF-8; a number has one byte for two digits, plus one."""
    size = 0
    for name, value in item.items():
        ((kind, content),) = value.items()
        size += len(name.encode())
        size += (len(content) + 1) // 2 + 1 if kind == "N" else len(content.encode())
    return size


class MeteredClient:
    """Counts ``read_units`` and ``write_units`` of the calls that the log makes."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.read_units = 0
        self.write_units = 0

    def get_item(self, **request: Any) -> Any:
        answer = self._client.get_item(**request)
        self.read_units += _read_units(item_bytes(answer.get("Item", {})))
        return answer

    def query(self, **request: Any) -> Any:
        answer = self._client.query(**request)
        self.read_units += _read_units(sum(item_bytes(item) for item in answer["Items"]))
        return answer

    def batch_write_item(self, **request: Any) -> Any:
        for puts in request["RequestItems"].values():
            self.write_units += sum(_write_units(put["PutRequest"]["Item"]) for put in puts)
        return self._client.batch_write_item(**request)

    def put_item(self, **request: Any) -> Any:
        self.write_units += _write_units(request["Item"])
        return self._client.put_item(**request)


def _read_units(size: int) -> int:
    return max(1, math.ceil(size / (4 * KIB)))


def _write_units(item: dict[str, Any]) -> int:
    return math.ceil(item_bytes(item) / KIB)
