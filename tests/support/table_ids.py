"""DynamoDB gives every table an id of its own, also under an old name. moto answers none."""

from __future__ import annotations

import uuid
from typing import Any


class WithTableIds:
    """A client on moto whose ``describe_table`` answers a ``TableId``, as DynamoDB's does."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._ids: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def create_table(self, **request: Any) -> Any:
        self._ids[request["TableName"]] = str(uuid.uuid4())
        return self._client.create_table(**request)

    def describe_table(self, **request: Any) -> Any:
        answer = self._client.describe_table(**request)
        answer["Table"]["TableId"] = self._ids[request["TableName"]]
        return answer
