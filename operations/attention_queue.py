"""The messages of a stage's attention queue, and which of them are settled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from operations.stage import DeployedStage
from operations.stuck_orders import StuckOrders

UNTOLD = "buyer-not-told"
HIDDEN_SECONDS = 60  # long enough to look at all of them once


class AttentionQueue:
    """Takes each message once per look; what is not settled comes back by itself."""

    def __init__(self, stage: DeployedStage, orders: StuckOrders) -> None:
        self._stage = stage
        self._orders = orders
        self._queue = stage.client("sqs")
        self._functions = stage.client("lambda")

    def settle(self) -> tuple[int, int]:
        """Push what buyers were not told, drop what has come to its end: (settled, left)."""
        settled = left = 0
        for message in self._messages():
            if self._is_settled(json.loads(message["Body"])):
                self._queue.delete_message(
                    QueueUrl=self._stage.attention_queue_url,
                    ReceiptHandle=message["ReceiptHandle"],
                )
                settled += 1
            else:
                left += 1
        return settled, left

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            answer = self._queue.receive_message(
                QueueUrl=self._stage.attention_queue_url,
                MaxNumberOfMessages=10,
                VisibilityTimeout=HIDDEN_SECONDS,
            )
            if not answer.get("Messages"):
                return
            yield from answer["Messages"]

    def _is_settled(self, body: Mapping[str, Any]) -> bool:
        if body.get("kind") == UNTOLD:
            return self._push(body["outcome"])
        # The saga's own message, or Step Functions' event with the execution in its detail.
        arn = body.get("executionArn") or body["detail"]["executionArn"]
        return self._orders.execution_status(arn) == "SUCCEEDED"

    def _push(self, outcome: Mapping[str, Any]) -> bool:
        payload = {"userId": outcome["userId"], "event": outcome["event"]}
        answer = self._functions.invoke(
            FunctionName=self._stage.push_function_arn, Payload=json.dumps(payload)
        )
        return "FunctionError" not in answer
