"""Deletes rows of connections whose sockets stay open, amid a trial."""

from __future__ import annotations

import random
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from contract.tables import CONNECTIONS_KEY
from local.local_stage import LocalStage


class LostRows:
    """Deletes rows in the table of connections, as a clean-up in error would."""

    def __init__(self, stage: LocalStage, users: Collection[str], chance: random.Random) -> None:
        self.count = 0
        """Number of rows that were deleted."""
        self._client = stage.client("dynamodb")
        self._table = stage.outputs["connections_table"]
        self._users, self._chance = sorted(users), chance

    @contextmanager
    def one_every(self, seconds: float) -> Iterator[None]:
        """Delete a random row again and again, until the block ends."""
        over = threading.Event()

        def delete_rows() -> None:
            while not over.wait(seconds):
                rows = self._rows_of(self._chance.choice(self._users))
                if rows:
                    self._delete(self._chance.choice(rows))

        thread = threading.Thread(target=delete_rows)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def delete_all(self) -> int:
        """Delete every row of the users. Answers how many there were."""
        before = self.count
        for user in self._users:
            for row in self._rows_of(user):
                self._delete(row)
        return self.count - before

    def _rows_of(self, user: str) -> list[dict[str, Any]]:
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression=f"{CONNECTIONS_KEY[0]} = :user",
            ExpressionAttributeValues={":user": {"S": user}},
            ConsistentRead=True,
        )
        rows: list[dict[str, Any]] = answer["Items"]
        return rows

    def _delete(self, row: dict[str, Any]) -> None:
        key = {name: row[name] for name in CONNECTIONS_KEY}
        self._client.delete_item(TableName=self._table, Key=key)
        self.count += 1
