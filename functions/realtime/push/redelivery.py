"""What becomes of a queued message that was not handled: it comes again soon, or is put aside.

Left alone, a failed message comes again after the queue's visibility time-out, which is six times
the function's time-out. A fault of a second would cost twelve minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.common import aws_clients, environment
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PUSH_QUEUE_URL", "PUSH_DEAD_LETTER_QUEUE_URL")
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 2, 120
_MAX_REASON_CHARACTERS = 1000


def pause_seconds(receives: int) -> int:
    """Pause after the ``receives``-th failure: 2 s, 4 s, 8 s … 120 s."""
    return int(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (receives - 1)))


class Redelivery:
    """The queue of messages, and the queue where those go that can never be handled."""

    def __init__(self, queue_url: str, dead_letters_url: str, *, client: Any = None) -> None:
        self._queue_url, self._dead_letters_url = queue_url, dead_letters_url
        # Made at the first failure: most batches have none.
        self._client: Callable[[], Any] = _sqs if client is None else lambda: client

    def after_a_pause(self, record: LambdaEvent) -> None:
        """Let SQS deliver a failed message again, later each time."""
        self._hide(record, pause_seconds(int(record["attributes"]["ApproximateReceiveCount"])))

    def at_once(self, record: LambdaEvent) -> None:
        """Let SQS deliver a message again that was not begun."""
        self._hide(record, 0)

    def never(self, record: LambdaEvent, reason: Exception) -> bool:
        """Send the message to the dead letters, with the reason. False if that failed.

        The caller then answers the message as handled, so that it leaves the queue.
        """
        # SQS refuses control characters.
        said = f"{type(reason).__name__}: {reason}".encode("ascii", "backslashreplace").decode()
        text = "".join(c if c.isprintable() else " " for c in said)[:_MAX_REASON_CHARACTERS]
        try:
            self._client().send_message(
                QueueUrl=self._dead_letters_url,
                MessageBody=record["body"],
                MessageAttributes={"reason": {"DataType": "String", "StringValue": text}},
            )
        except (BotoCoreError, ClientError):
            logger.exception("a dead letter was not sent", message_id=record["messageId"])
            return False
        return True

    def _hide(self, record: LambdaEvent, seconds: int) -> None:
        try:
            self._client().change_message_visibility(
                QueueUrl=self._queue_url,
                ReceiptHandle=record["receiptHandle"],
                VisibilityTimeout=seconds,
            )
        except (BotoCoreError, ClientError):
            # The message comes again all the same, after the queue's visibility time-out.
            logger.exception("a message's pause was not set", message_id=record["messageId"])


@cache
def configured_redelivery() -> Redelivery:
    """The queues that the function's environment describes."""
    return Redelivery(*(environment.read(name) for name in ENVIRONMENT))


def _sqs() -> Any:
    return aws_clients.client("sqs")
