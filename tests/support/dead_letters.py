"""A fake of the queue that a stream's consumer parks records in."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import EndpointConnectionError

from functions.checkout.stores.parked_records import ParkedRecords


class DeadLetters:
    """Keeps messages. Its first ``failures`` calls raise."""

    def __init__(self, failures: int = 0) -> None:
        self.messages: list[dict[str, Any]] = []
        self._failures = failures

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:
        assert QueueUrl == "https://queue"
        assert len(MessageBody.encode()) <= 262_144, "SQS takes no longer message"
        if self._failures:
            self._failures -= 1
            raise EndpointConnectionError(endpoint_url=QueueUrl)
        self.messages.append(json.loads(MessageBody))

    def parked(self) -> ParkedRecords:
        return ParkedRecords("https://queue", self)
