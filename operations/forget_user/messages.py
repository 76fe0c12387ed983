"""Messages of a stage's queues that name a user. They are read and put back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from operations.forget_user.stage import StageToForgetIn

HIDDEN_SECONDS = 60
"""How long a message is hidden that was received. Receiving stops after as many seconds."""


def messages_about(
    stage: StageToForgetIn, user_id: str, clock: Callable[[], float] = time.monotonic
) -> Iterator[str]:
    """A line for each message that holds the user's id, and for a queue that was not read whole.

    They are left: each is work that is not done, and whoever does it deletes the message.
    """
    sqs = stage.client("sqs")
    for name, url in stage.queues.items():
        deadline, seen = clock() + HIDDEN_SECONDS, dict[str, dict[str, Any]]()
        while clock() < deadline:
            answer = sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=10,
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=1,  # with any wait, SQS asks all of its servers
            )
            if not answer.get("Messages"):
                break
            seen |= {message["MessageId"]: message for message in answer["Messages"]}
        else:
            yield f"{name} holds more messages than one run can read: run this command again"
        for message in seen.values():
            _put_back(sqs, url, message)
            if user_id in message["Body"]:
                yield f"message {message['MessageId']} of {name} names the user"


def _put_back(sqs: Any, url: str, message: dict[str, Any]) -> None:
    try:
        sqs.change_message_visibility(
            QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
        )
    except (ClientError, BotoCoreError):
        return  # SQS makes it visible after HIDDEN_SECONDS
