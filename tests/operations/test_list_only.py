"""A look at the attention queue ends, whatever the queue and the push function do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from operations.attention_queue import HIDDEN_SECONDS, INCOMPLETE, AttentionQueue
from operations.deployed_stage import DeployedStage
from operations.stuck_orders import StuckOrders
from tests.support.stubbed_aws import OUTPUTS

EVENT = {"id": "ord-1:FINALIZED"}
BUYER_NOT_TOLD = {"kind": "buyer-not-told", "outcome": {"userId": "ada", "event": EVENT}}


class SlowStage(DeployedStage):
    """A queue with SQS's visibility rule, on a clock that each failing push moves on by 30 s."""

    def __init__(self, messages: int, takes: bool = True) -> None:
        super().__init__(OUTPUTS)
        self.now, self.takes, self.pushes, self.receipts = 0.0, takes, 0, 0
        self.visible = dict.fromkeys((str(number) for number in range(messages)), 0.0)

    def client(self, service: str) -> Any:
        return self

    def receive_message(self, VisibilityTimeout: int, **_: Any) -> Any:
        self.now += 0.5
        self.receipts += 1
        due = [name for name, at in self.visible.items() if at <= self.now or not self.takes][:10]
        self.visible |= dict.fromkeys(due, self.now + VisibilityTimeout)
        body = json.dumps(BUYER_NOT_TOLD)
        return {"Messages": [{"MessageId": n, "ReceiptHandle": n, "Body": body} for n in due]}

    def change_message_visibility(self, ReceiptHandle: str, **_: Any) -> None:
        self.visible[ReceiptHandle] = self.now

    def invoke(self, **_: Any) -> Any:
        self.pushes += 1
        self.now += 30
        return {"FunctionError": "Unhandled"}


@pytest.fixture
def slow() -> SlowStage:
    return SlowStage(messages=25)


def test_a_look_ends_though_its_messages_take_longer_than_they_stay_hidden(
    slow: SlowStage,
) -> None:
    settled, left = AttentionQueue(slow, StuckOrders(slow), lambda: slow.now).settle()
    assert (settled, len(left), slow.pushes) == (0, 25, 25)
    assert slow.receipts == 4


def test_a_queue_that_never_runs_dry_does_not_hold_the_command() -> None:
    stage = SlowStage(messages=3, takes=False)
    settled, left = AttentionQueue(stage, StuckOrders(stage), lambda: stage.now).settle()
    assert (settled, len(left), stage.pushes) == (0, 4, 3)
    assert left[-1] == INCOMPLETE
    assert stage.receipts <= HIDDEN_SECONDS / 0.5


def test_what_is_left_is_found_by_the_next_command_at_once(slow: SlowStage) -> None:
    queue = AttentionQueue(slow, StuckOrders(slow), lambda: slow.now)
    assert len(queue.settle()[1]) == len(queue.settle()[1]) == 25
