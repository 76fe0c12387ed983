"""A run over the attention queue ends, whatever the queue and the push function do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from contract.messages import BUYER_NOT_TOLD
from operations.attention_queue import HIDDEN_SECONDS, INCOMPLETE, AttentionQueue
from operations.deployed_stage import DeployedStage
from operations.notify_buyers import Buyers
from operations.stuck_orders import StuckOrders
from tests.support.stubbed_aws import MACHINE, ORDERS, PUSH, QUEUE

EVENT = {"id": "ord-1:FINALIZED"}
FAILED_PUSH = {"kind": BUYER_NOT_TOLD, "outcome": {"userId": "ada", "event": EVENT}}


class SlowService:
    """A queue with SQS's visibility rule, on a clock that each failing push moves on by 30 s."""

    def __init__(self, messages: int, takes: bool = True) -> None:
        self.now, self.takes, self.pushes, self.receipts = 0.0, takes, 0, 0
        self.visible = dict.fromkeys((str(number) for number in range(messages)), 0.0)

    def receive_message(self, VisibilityTimeout: int, **_: Any) -> Any:
        self.now += 0.5
        self.receipts += 1
        due = [name for name, at in self.visible.items() if at <= self.now or not self.takes][:10]
        self.visible |= dict.fromkeys(due, self.now + VisibilityTimeout)
        body = json.dumps(FAILED_PUSH)
        return {"Messages": [{"MessageId": n, "ReceiptHandle": n, "Body": body} for n in due]}

    def change_message_visibility(self, ReceiptHandle: str, **_: Any) -> None:
        self.visible[ReceiptHandle] = self.now

    def invoke(self, **_: Any) -> Any:
        self.pushes += 1
        self.now += 30
        return {"FunctionError": "Unhandled"}


@dataclass(frozen=True, kw_only=True)
class SlowStage(DeployedStage):
    """Every client of it is the slow service."""

    service: SlowService

    def client(self, service: str) -> Any:
        return self.service


def queue_of(service: SlowService) -> AttentionQueue:
    stage = SlowStage(state_machine_arn=MACHINE, service=service)
    orders, buyers = StuckOrders(stage, ORDERS), Buyers(stage, PUSH)
    return AttentionQueue(service, QUEUE, orders, buyers, lambda: service.now)


@pytest.fixture
def slow() -> SlowService:
    return SlowService(messages=25)


def test_a_run_ends_though_its_messages_take_longer_than_they_stay_hidden(
    slow: SlowService,
) -> None:
    settled, left = queue_of(slow).settle()
    assert (settled, len(left), slow.pushes) == (0, 25, 25)
    assert slow.receipts == 4


def test_a_queue_that_never_runs_dry_does_not_hold_the_command() -> None:
    service = SlowService(messages=3, takes=False)
    settled, left = queue_of(service).settle()
    assert (settled, len(left), service.pushes) == (0, 4, 3)
    assert left[-1] == INCOMPLETE
    assert service.receipts <= HIDDEN_SECONDS / 0.5


def test_what_is_left_is_found_by_the_next_command_at_once(slow: SlowService) -> None:
    queue = queue_of(slow)
    assert len(queue.settle()[1]) == len(queue.settle()[1]) == 25
