"""``make redrive`` against Step Functions, DynamoDB, SQS and Lambda as botocore knows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from operations import redrive
from operations.stage import DeployedStage, OutputsUnusable
from operations.stuck_orders import StuckOrder, StuckOrders

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:checkout"
EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:checkout:ord-1"
QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/attention"
PUSH = "arn:aws:lambda:eu-west-1:123456789012:function:push"
OUTPUTS = {
    "state_machine_arn": MACHINE,
    "orders_table": "orders",
    "attention_queue_url": QUEUE,
    "push_function_arn": PUSH,
}
STUCK = StuckOrder(EXECUTION, "ord-1", "FAILED", "RecoverRefundPayment", "X", "NEEDS_ATTENTION")


class Aws:
    """Stubbed clients: every call has to come as it was announced, with what it answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        key = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        services = ("stepfunctions", "dynamodb", "sqs", "lambda")
        self.clients: Any = {s: boto3.client(s, region_name="eu-west-1", **key) for s in services}
        self.stubs = {name: Stubber(client) for name, client in self.clients.items()}
        for stub in self.stubs.values():
            stub.activate()
        monkeypatch.setattr(DeployedStage, "client", lambda stage, name: self.clients[name])

    def expect(self, service: str, operation: str, parameters: Any, answer: Any) -> None:
        self.stubs[service].add_response(operation, answer, parameters)

    def expect_status(self, status: str) -> None:
        answer = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "status": status,
                  "startDate": 0, "error": "AccessDenied"}  # fmt: skip
        self.expect("stepfunctions", "describe_execution", {"executionArn": EXECUTION}, answer)

    def expect_order(self, **item: str) -> None:
        key = {"TableName": "orders", "Key": {"orderId": {"S": "ord-1"}}, "ConsistentRead": True}
        answer = {"Item": {name: {"S": value} for name, value in item.items()}} if item else {}
        self.expect("dynamodb", "get_item", key, answer)

    def expect_stuck(self) -> None:
        """One execution that failed in the recovery's refund, none that ended badly otherwise."""
        for status in ("FAILED", "TIMED_OUT", "ABORTED"):
            listed = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "name": "ord-1",
                      "status": status, "startDate": 0}  # fmt: skip
            answer = {"executions": [listed] if status == "FAILED" else []}
            wanted = {"stateMachineArn": MACHINE, "statusFilter": status}
            self.expect("stepfunctions", "list_executions", wanted, answer)
            if status == "FAILED":
                self.expect_status("FAILED")
                self.expect_history()
                self.expect_order(status="NEEDS_ATTENTION")

    def expect_history(self) -> None:
        events = [
            {"id": 9, "type": "ExecutionFailed", "timestamp": 0},
            {"id": 8, "type": "TaskStateEntered", "timestamp": 0,
             "stateEnteredEventDetails": {"name": "RecoverRefundPayment"}},
        ]  # fmt: skip
        wanted = {"executionArn": EXECUTION, "reverseOrder": True, "maxResults": 100}
        self.expect("stepfunctions", "get_execution_history", wanted, {"events": events})

    def expect_messages(self, *bodies: dict[str, Any]) -> None:
        wanted = {"QueueUrl": QUEUE, "MaxNumberOfMessages": 10, "VisibilityTimeout": 60}
        messages = [{"Body": json.dumps(b), "ReceiptHandle": f"r{n}"} for n, b in enumerate(bodies)]
        self.expect("sqs", "receive_message", wanted, {"Messages": messages} if messages else {})


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    stubbed = Aws(monkeypatch)
    yield stubbed
    for stub in stubbed.stubs.values():
        stub.assert_no_pending_responses()


@pytest.fixture
def outputs(tmp_path: Path) -> str:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS))
    return str(file)


def test_looking_changes_nothing(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_stuck()
    assert redrive.main(["--outputs", outputs, "--list"]) == 1
    line = capsys.readouterr().out.splitlines()[1].split()
    assert line == ["ord-1", "FAILED", "RecoverRefundPayment", "AccessDenied", "NEEDS_ATTENTION"]


def test_a_stuck_order_is_run_on_and_its_message_is_dropped(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_stuck()
    aws.expect("stepfunctions", "redrive_execution", {"executionArn": EXECUTION},
               {"redriveDate": 0})  # fmt: skip
    aws.expect_status("SUCCEEDED")
    aws.expect_order(status="NEEDS_ATTENTION", resolvedAs="REFUNDED")
    aws.expect_messages(
        {"kind": "needs-attention", "executionArn": EXECUTION},
        {"detail": {"executionArn": EXECUTION, "status": "FAILED"}},  # the rule's
    )
    for handle in ("r0", "r1"):
        aws.expect_status("SUCCEEDED")
        aws.expect("sqs", "delete_message", {"QueueUrl": QUEUE, "ReceiptHandle": handle}, {})
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs]) == 0
    told = capsys.readouterr().out
    assert "ord-1: SUCCEEDED, the order is NEEDS_ATTENTION, resolved as REFUNDED" in told
    assert "2 messages settled, 0 left" in told


def test_an_order_that_can_no_longer_be_redriven_stays_and_says_why(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_stuck()
    aws.stubs["stepfunctions"].add_client_error(
        "redrive_execution", "ExecutionNotRedrivable", "ended 15 days ago"
    )
    aws.expect_messages({"kind": "needs-attention", "executionArn": EXECUTION})
    aws.expect_status("FAILED")
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs]) == 1
    told = capsys.readouterr().out
    assert "ord-1: cannot be redriven: ended 15 days ago" in told
    assert "0 messages settled, 1 left" in told


def test_a_buyer_who_was_not_told_is_told_now(aws: Aws, outputs: str) -> None:
    for status in ("FAILED", "TIMED_OUT", "ABORTED"):
        wanted = {"stateMachineArn": MACHINE, "statusFilter": status}
        aws.expect("stepfunctions", "list_executions", wanted, {"executions": []})
    outcome = {"userId": "ada", "event": {"id": "ord-1:FINALIZED"}, "status": "FINALIZED"}
    aws.expect_messages({"kind": "buyer-not-told", "outcome": outcome})
    payload = json.dumps({"userId": "ada", "event": {"id": "ord-1:FINALIZED"}})
    aws.expect("lambda", "invoke", {"FunctionName": PUSH, "Payload": payload}, {"StatusCode": 200})
    aws.expect("sqs", "delete_message", {"QueueUrl": QUEUE, "ReceiptHandle": "r0"}, {})
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs]) == 0


def test_an_execution_that_is_still_running_is_waited_for_and_then_left(aws: Aws) -> None:
    pauses: list[float] = []
    for _ in range(3):
        aws.expect_status("RUNNING")
    orders = StuckOrders(DeployedStage(OUTPUTS))
    assert orders.wait(STUCK, 3, pauses.append) == "RUNNING"
    assert pauses == [1.0, 1.0, 1.0]


def test_without_usable_outputs_it_says_how_to_get_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redrive.main(["--outputs", str(tmp_path / "none.json")]) == 2
    assert "pulumi stack output --json" in capsys.readouterr().err
    (tmp_path / "broken.json").write_text("{")
    assert redrive.main(["--outputs", str(tmp_path / "broken.json")]) == 2
    with pytest.raises(OutputsUnusable, match="the outputs lack orders_table"):
        DeployedStage({**OUTPUTS, "orders_table": ""})
