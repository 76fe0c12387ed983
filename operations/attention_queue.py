"""The messages of a stage's attention queue, and which of them are settled."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from operations.attention_message import AttentionMessage
from operations.deployed_stage import DeployedStage
from operations.notify_buyers import Buyers
from operations.stuck_orders import ENDED_BADLY, StuckOrders

HIDDEN_SECONDS = 60
"""A message that was taken does not come again for so long; a look takes no longer than that."""
LONG_POLL_SECONDS = 2
"""Any wait makes SQS ask all of its servers. Without one it asks some, and may answer that there
is nothing though messages wait. An empty queue costs this long."""
INCOMPLETE = "more messages than one look can take: run this again"


class AttentionQueue:
    """Looks at each message once; what is not settled is put back at once."""

    def __init__(
        self,
        stage: DeployedStage,
        orders: StuckOrders,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = stage.attention_queue_url
        self._orders = orders
        self._buyers = Buyers(stage)
        self._queue = stage.client("sqs")
        self._clock = clock

    def settle(self, only: Collection[str] = ()) -> tuple[int, list[str]]:
        """Tell buyers what they were not told, drop what has come to its end.

        Answers how many messages were dropped, and for each other one why it is left. ``only``
        leaves the messages of all but these orders alone.
        """
        settled, left = 0, []
        messages, complete = self._look()
        for message in messages:
            known = AttentionMessage.read(message["Body"])
            if only and (known is None or known.order_id not in only):
                self._put_back(message)
                continue
            reason = self._settle(message, known)
            if reason is None:
                settled += 1
            else:
                left.append(f"message {message['MessageId']} is left: {reason}")
                self._put_back(message)
        return settled, left if complete else [*left, INCOMPLETE]

    def waiting(self, only: Collection[str] = ()) -> list[str]:
        """What waits apart from sagas that have stopped, one line each; nothing is changed."""
        messages, _ = self._look()
        lines = [self._described(message, only) for message in messages]
        return [line for line in lines if line]

    def _described(self, message: dict[str, Any], only: Collection[str]) -> str | None:
        self._put_back(message)
        known = AttentionMessage.read(message["Body"])
        if only and (known is None or known.order_id not in only):
            return None
        if known is None:
            return f"message {message['MessageId']}: neither the saga nor Step Functions wrote it"
        if known.outcome is not None:
            return f"{known.order_id}: its buyer was not told; make redrive tells them"
        if self._orders.execution_status(known.execution_arn) != "RUNNING":
            return None
        return f"{known.order_id}: needs attention, but its saga is still trying by itself"

    def _look(self) -> tuple[list[dict[str, Any]], bool]:
        """Take the messages, and whether these are all.

        Nothing is done with them meanwhile: pushing can take longer than they stay hidden. SQS
        may still deliver one twice: the last receipt is the one that can delete it.
        """
        taken: dict[str, dict[str, Any]] = {}
        deadline = self._clock() + HIDDEN_SECONDS
        while self._clock() < deadline:
            answer = self._queue.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=10,
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=LONG_POLL_SECONDS,
            )
            if not answer.get("Messages"):
                return list(taken.values()), True
            taken |= {message["MessageId"]: message for message in answer["Messages"]}
        return list(taken.values()), False

    def _settle(self, message: dict[str, Any], known: AttentionMessage | None) -> str | None:
        """Drop the message if it is settled; why not, if it is not."""
        if known is None:
            return "neither the saga nor Step Functions wrote it; read it, then delete it by hand"
        try:
            reason = self._unsettled(known)
            if reason is None:
                self._queue.delete_message(
                    QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"]
                )
        except (ClientError, BotoCoreError) as error:  # of this message, not of the others
            return str(error)
        return reason

    def _unsettled(self, message: AttentionMessage) -> str | None:
        if message.outcome is not None:
            return None if self._buyers.push(message.outcome) else "the push failed again"
        status = self._orders.execution_status(message.execution_arn)
        if status == "SUCCEEDED":
            return None
        order = self._orders.order(message.order_id)
        if status not in ENDED_BADLY or order is None or not order.settled:
            return f"the saga of {message.order_id} is {status}"
        # Nobody else will tell this buyer: such an order is not run on.
        if self._buyers.notify_outcome(message.execution_arn):
            return None
        return f"{message.order_id} is {order}, but its buyer could not be told"

    def _put_back(self, message: dict[str, Any]) -> None:
        """Or the next look, within the minute, would find nothing and call that settled."""
        try:
            self._queue.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        except (ClientError, BotoCoreError):
            return  # it comes back by itself
