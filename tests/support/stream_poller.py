"""Lambda's event source mapping of a DynamoDB stream's shard, as AWS documents it.

AWS Lambda developer guide, "Using Lambda with DynamoDB" (batching, partial batch response, error
handling): one batch of a shard at a time, in order. A batch with a reported failure is delivered
again from the first failed record. A batch whose invocation failed as a whole is split in two. No
later record is delivered before. A record that is too old, or whose retries are used up, is
discarded, and a message about it (sequence number, no image) goes to the on-failure destination.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Records = list[dict[str, Any]]


@dataclass
class StreamPoller:
    """Polls one shard."""

    handle: Callable[[dict[str, Any]], Any]
    max_age_seconds: float
    batch_size: int = 10
    retry_pause_seconds: float = 60
    """The longest pause between retries."""
    now: float = 0
    """Seconds since the records were written."""
    deliveries: list[list[str]] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)
    """Sequence numbers in the on-failure destination."""

    def run(self, records: Records) -> None:
        """Deliver until every record was handled or discarded."""
        while records:
            done = self._deliver(records[: self.batch_size])
            records = records[done:]

    def _deliver(self, batch: Records) -> int:
        """Deliver the batch, and again what failed, until none of it is left."""
        left = batch
        while left:
            left = self._attempt(left)
        return len(batch)

    def _attempt(self, batch: Records) -> Records:
        """One invocation. What is left of the batch."""
        if self.now > self.max_age_seconds:
            self.discarded += [_number(record) for record in batch]
            return []
        self.deliveries.append([_number(record) for record in batch])
        try:
            failures = self.handle({"Records": batch})["batchItemFailures"]
        except Exception:
            self.now += self.retry_pause_seconds
            if len(batch) == 1:
                return batch
            half = len(batch) // 2
            self._deliver(batch[:half])
            return batch[half:]
        if not failures:
            return []
        self.now += self.retry_pause_seconds
        first = min(int(failure["itemIdentifier"]) for failure in failures)
        return [record for record in batch if int(_number(record)) >= first]


def _number(record: dict[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])
