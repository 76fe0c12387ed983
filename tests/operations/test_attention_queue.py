"""The attention queue: each message is handled once, and only a settled message is deleted."""

from __future__ import annotations

import pytest

from contract.messages import BUYER_NOT_TOLD, ORDER_NEEDS_ATTENTION
from operations.attention_queue import AttentionQueue
from operations.deployed_stage import DeployedStage
from operations.notify_buyers import Buyers
from operations.stuck_orders import StuckOrders
from tests.support.stubbed_aws import EXECUTION, MACHINE, ORDERS, PUSH, QUEUE, Aws

EVENT = {"id": "ord-1:FINALIZED"}
FAILED_PUSH = {"kind": BUYER_NOT_TOLD, "executionArn": EXECUTION,
          "outcome": {"userId": "ada", "event": EVENT, "status": "FINALIZED"}}  # fmt: skip
PUSHED = {"userId": "ada", "event": EVENT}
CALL = {"kind": ORDER_NEEDS_ATTENTION, "executionArn": EXECUTION}
ORDER = {"orderId": "ord-1"}


@pytest.fixture
def queue(aws: Aws) -> AttentionQueue:
    stage = DeployedStage(state_machine_arn=MACHINE)
    return AttentionQueue(
        stage.client("sqs"), QUEUE, StuckOrders(stage, ORDERS), Buyers(stage, PUSH)
    )


def test_a_buyer_who_was_not_notified_is_notified_now(aws: Aws, queue: AttentionQueue) -> None:
    aws.expect_messages(FAILED_PUSH)
    aws.expect_messages()
    aws.expect_invocation(PUSH, PUSHED)
    aws.expect_dropped()
    assert queue.settle() == (1, [])


def test_a_push_that_fails_again_keeps_its_message(aws: Aws, queue: AttentionQueue) -> None:
    aws.expect_messages(FAILED_PUSH)
    aws.expect_messages()
    aws.expect_invocation(PUSH, PUSHED, FunctionError="Unhandled")
    aws.expect_put_back()
    assert queue.settle() == (0, ["message m0 is left: the push failed again"])


@pytest.mark.parametrize("status", ["RUNNING", "PENDING_REDRIVE"])
def test_the_message_of_a_saga_that_goes_on_is_kept_whatever_its_order_says(
    aws: Aws, queue: AttentionQueue, status: str
) -> None:
    aws.expect_messages(CALL)
    aws.expect_messages()
    aws.expect_status(status)
    aws.expect_order(status="REFUNDED")
    aws.expect_put_back()
    assert queue.settle() == (0, [f"message m0 is left: the saga of ord-1 is {status}"])


@pytest.mark.parametrize("item", [{"status": "NEEDS_ATTENTION"}, {"status": "PENDING"}, {}])
def test_the_message_of_an_order_that_is_not_settled_is_kept(
    aws: Aws, queue: AttentionQueue, item: dict[str, str]
) -> None:
    aws.expect_messages(CALL)
    aws.expect_messages()
    aws.expect_status("FAILED")
    aws.expect_order(**item)
    aws.expect_put_back()
    assert queue.settle() == (0, ["message m0 is left: the saga of ord-1 is FAILED"])


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("RUNNING", "needs attention, but its saga is still trying by itself"),
        ("PENDING_REDRIVE", "needs attention, but its saga is PENDING_REDRIVE"),
        ("SUCCEEDED", None),
        ("FAILED", None),
    ],
)
def test_a_list_names_the_messages_of_sagas_that_have_not_ended(
    aws: Aws, queue: AttentionQueue, status: str, line: str | None
) -> None:
    aws.expect_messages(CALL)
    aws.expect_messages()
    aws.expect_put_back()
    aws.expect_status(status)

    assert queue.waiting() == ([f"ord-1: {line}"] if line else [])


def test_a_settled_order_keeps_its_message_while_its_buyer_cannot_be_notified(
    aws: Aws, queue: AttentionQueue
) -> None:
    aws.expect_messages(CALL)
    aws.expect_messages()
    aws.expect_status("FAILED")
    aws.expect_order(status="REFUNDED")
    aws.expect_outcome_notified(ORDER, PUSHED, FunctionError="Unhandled")
    aws.expect_put_back()
    _, (left,) = queue.settle()
    assert left == "message m0 is left: ord-1 is REFUNDED, but the push to its buyer failed"


@pytest.mark.parametrize(
    "foreign",
    ["no JSON", "[]", "7", '{"test": "hello"}', '{"detail": {}}', '{"kind": "buyer-not-told"}',
     '{"kind": "buyer-not-told", "outcome": {"userId": "ada"}}'],
)  # fmt: skip
def test_a_foreign_message_is_left_and_named_and_the_others_are_settled(
    aws: Aws, queue: AttentionQueue, foreign: str
) -> None:
    aws.expect_messages(foreign, CALL)
    aws.expect_messages()
    aws.expect_put_back("r0")
    aws.expect_status("SUCCEEDED")
    aws.expect_dropped("r1")
    settled, (left,) = queue.settle()
    assert settled == 1
    assert left.startswith("message m0 is left: neither the saga nor Step Functions sent it")


def test_what_aws_refuses_for_one_message_is_said_and_the_others_are_settled(
    aws: Aws, queue: AttentionQueue
) -> None:
    aws.expect_messages(CALL, CALL)
    aws.expect_messages()
    aws.stubs["stepfunctions"].add_client_error(
        "describe_execution", "ExecutionDoesNotExist", "it is gone"
    )
    aws.expect_put_back("r0")
    aws.expect_status("SUCCEEDED")
    aws.expect_dropped("r1")
    settled, (left,) = queue.settle()
    assert settled == 1
    assert "it is gone" in left


def test_only_an_empty_long_poll_ends_the_look(aws: Aws, queue: AttentionQueue) -> None:
    for _ in range(2):  # the same two again: delivered twice, handled once
        aws.expect_messages(FAILED_PUSH, CALL)
    aws.expect_messages()
    aws.expect_invocation(PUSH, PUSHED)
    aws.expect_dropped("r0")
    aws.expect_status("SUCCEEDED")
    aws.expect_dropped("r1")
    assert queue.settle() == (2, [])
