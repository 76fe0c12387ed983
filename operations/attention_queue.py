"""The messages of a stage's attention queue: which of them are done, and why the others are left.

A message about a failed push is done when the push succeeds. A message about a saga is done when
the saga has succeeded, or has ended badly with its order settled and its buyer notified now.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from contract.orders import ENDED_BADLY
from operations.attention_message import AttentionMessage
from operations.notify_buyers import Buyers
from operations.stuck_orders import StuckOrders

HIDDEN_SECONDS = 60
"""How long SQS hides a message that was received. Receiving stops after as many seconds."""
LONG_POLL_SECONDS = 2
"""With any wait, SQS asks all of its servers. Without one it asks some of them, and may answer
that no message waits though one does. An empty queue costs this long."""
INCOMPLETE = "the queue holds more messages than one run can receive: run this command again"
FOREIGN = "neither the saga nor Step Functions sent it"

Message = dict[str, Any]
"""One of ``Messages`` in the answer of SQS's ReceiveMessage."""


class AttentionQueue:
    """Handles each message once per run. A message that is not done is visible again at once."""

    def __init__(
        self,
        sqs: Any,
        url: str,
        orders: StuckOrders,
        buyers: Buyers,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sqs, self._url = sqs, url
        self._orders, self._buyers = orders, buyers
        self._clock = clock

    def settle(self, only: Collection[str] = ()) -> tuple[int, list[str]]:
        """Notify buyers whose push failed, and delete the messages that are done.

        Answers how many messages were deleted, and a line for each message that is left. ``only``
        leaves the messages of all other orders alone.
        """
        settled, left = 0, []
        messages, complete = self._receive_all()
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
        """A line for each failed push, foreign message, and message of a saga that has not ended.

        When its saga has ended, the order is stuck and listed as such, or settled: then the next
        run deletes the message. Deletes nothing.
        """
        messages, complete = self._receive_all()
        lines = [self._described(message, only) for message in messages]
        return [line for line in (*lines, None if complete else INCOMPLETE) if line]

    def _described(self, message: Message, only: Collection[str]) -> str | None:
        self._put_back(message)
        known = AttentionMessage.read(message["Body"])
        if only and (known is None or known.order_id not in only):
            return None
        if known is None:
            return f"message {message['MessageId']}: {FOREIGN}"
        if known.outcome is not None:
            return f"{known.order_id}: its buyer was not notified; make redrive notifies them"
        status = self._orders.execution_status(known.execution_arn)
        if status == "RUNNING":
            return f"{known.order_id}: needs attention, but its saga is still trying by itself"
        if status == "SUCCEEDED" or status in ENDED_BADLY:
            return None
        return f"{known.order_id}: needs attention, but its saga is {status}"

    def _receive_all(self) -> tuple[list[Message], bool]:
        """The messages of the queue, and False if the time ran out before the queue was empty.

        They are handled afterwards: a push takes long, and a message that becomes visible again
        meanwhile would be received twice. If SQS delivers a message twice, its last receipt is the
        valid one.
        """
        taken: dict[str, Message] = {}
        deadline = self._clock() + HIDDEN_SECONDS
        while self._clock() < deadline:
            answer = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=10,
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=LONG_POLL_SECONDS,
            )
            if not answer.get("Messages"):
                return list(taken.values()), True
            taken |= {message["MessageId"]: message for message in answer["Messages"]}
        return list(taken.values()), False

    def _settle(self, message: Message, known: AttentionMessage | None) -> str | None:
        """Delete the message if it is settled; otherwise answer the reason."""
        if known is None:
            return f"{FOREIGN}; read it, then delete it by hand"
        try:
            reason = self._unsettled(known)
            if reason is None:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        except (ClientError, BotoCoreError) as error:  # the other messages are still handled
            return str(error)
        return reason

    def _unsettled(self, message: AttentionMessage) -> str | None:
        """Why the message is not settled; None when it is."""
        if message.outcome is not None:
            return None if self._buyers.push(message.outcome) else "the push failed again"
        status = self._orders.execution_status(message.execution_arn)
        if status == "SUCCEEDED":
            return None
        order = self._orders.order(message.order_id)
        if status not in ENDED_BADLY or order is None or not order.settled:
            return f"the saga of {message.order_id} is {status}"
        # A settled order's saga is not redriven, so nothing else would notify this buyer.
        if self._buyers.notify_outcome(message.execution_arn):
            return None
        return f"{message.order_id} is {order}, but the push to its buyer failed"

    def _put_back(self, message: Message) -> None:
        """Make the message visible, so that a run within the next minute does not miss it."""
        try:
            self._sqs.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        except (ClientError, BotoCoreError):
            return  # SQS makes it visible after HIDDEN_SECONDS
