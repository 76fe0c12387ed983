"""A stage's AWS as botocore knows it: every call has to come as it was announced."""

from __future__ import annotations

import io
import json
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from contract.orders import ENDED_BADLY
from operations.attention_queue import LONG_POLL_SECONDS
from operations.deployed_stage import DeployedStage

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:checkout"
EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:checkout:ord-1"
QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/attention"
PUSH = "arn:aws:lambda:eu-west-1:123456789012:function:push"
OUTCOME = "arn:aws:lambda:eu-west-1:123456789012:function:commit-outcome"
ORDERS = "orders"
OUTPUTS = {
    "state_machine_arn": MACHINE,
    "orders_table": ORDERS,
    "attention_queue_url": QUEUE,
    "push_function_arn": PUSH,
}


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

    def expect_status(self, status: str, **more: str) -> None:
        answer = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "status": status,
                  "startDate": 0, "error": "AccessDenied", **more}  # fmt: skip
        self.expect("stepfunctions", "describe_execution", {"executionArn": EXECUTION}, answer)

    def expect_order(self, **item: str) -> None:
        key = {"TableName": ORDERS, "Key": {"orderId": {"S": "ord-1"}}, "ConsistentRead": True}
        answer = {"Item": {name: {"S": value} for name, value in item.items()}} if item else {}
        self.expect("dynamodb", "get_item", key, answer)

    def expect_stuck(
        self,
        stopped_in: str = "RecoverRefundPayment",
        redrive_status: str = "REDRIVABLE",
        **item: str,
    ) -> None:
        """One execution that failed, none that ended badly otherwise; its order is ``item``."""
        for status in ENDED_BADLY:
            failed = status == "FAILED"
            self.expect_listing(status, "ord-1" if failed else None)
            if failed:
                self.expect_status("FAILED", redriveStatus=redrive_status)
                self.expect_history(stopped_in)
        self.expect_order(**(item or {"status": "NEEDS_ATTENTION"}))

    def expect_nothing_stuck(self) -> None:
        for status in ENDED_BADLY:
            self.expect_listing(status, None)

    def expect_listing(self, status: str, name: str | None) -> None:
        listed = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "name": name,
                  "status": status, "startDate": 0}  # fmt: skip
        wanted = {"stateMachineArn": MACHINE, "statusFilter": status}
        answer = {"executions": [listed] if name else []}
        self.expect("stepfunctions", "list_executions", wanted, answer)

    def expect_redrive(self) -> None:
        wanted = {"executionArn": EXECUTION}
        self.expect("stepfunctions", "redrive_execution", wanted, {"redriveDate": 0})

    def refuse_redrive(self, why: str) -> None:
        self.stubs["stepfunctions"].add_client_error(
            "redrive_execution", "ExecutionNotRedrivable", why
        )

    def expect_history(self, stopped_in: str) -> None:
        """The history of an execution that stopped there: one task, or several in branches."""
        entered = [("TaskStateEntered", name) for name in stopped_in.split(", ")]
        if len(entered) > 1:
            entered.insert(0, ("ParallelStateEntered", "RecoverTogether"))
        done = {"id": 2, "type": "TaskStateExited", "timestamp": 0,
                "stateExitedEventDetails": {"name": "ChargePayment"}}  # fmt: skip
        entered.insert(0, ("TaskStateEntered", "ChargePayment"))
        events = [
            {"id": 1, "type": kind, "timestamp": 0, "stateEnteredEventDetails": {"name": name}}
            for kind, name in entered
        ]
        events.insert(1, done)
        events.append({"id": 9, "type": "ExecutionFailed", "timestamp": 0})
        wanted = {"executionArn": EXECUTION}
        self.expect("stepfunctions", "get_execution_history", wanted, {"events": events})

    def expect_messages(self, *bodies: Any) -> None:
        """One answer of the queue: messages m0, m1, … with receipts r0, r1, …; a text as it is."""
        wanted = {"QueueUrl": QUEUE, "MaxNumberOfMessages": 10, "VisibilityTimeout": 60,
                  "WaitTimeSeconds": LONG_POLL_SECONDS}  # fmt: skip
        texts = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
        messages = [
            {"Body": text, "ReceiptHandle": f"r{n}", "MessageId": f"m{n}"}
            for n, text in enumerate(texts)
        ]
        self.expect("sqs", "receive_message", wanted, {"Messages": messages} if messages else {})

    def expect_dropped(self, handle: str = "r0") -> None:
        self.expect("sqs", "delete_message", {"QueueUrl": QUEUE, "ReceiptHandle": handle}, {})

    def expect_put_back(self, handle: str = "r0") -> None:
        wanted = {"QueueUrl": QUEUE, "ReceiptHandle": handle, "VisibilityTimeout": 0}
        self.expect("sqs", "change_message_visibility", wanted, {})

    def expect_invocation(
        self, function: str, payload: Any, answer: Any = None, **more: str
    ) -> None:
        wanted = {"FunctionName": function, "Payload": json.dumps(payload)}
        text = json.dumps(answer).encode()
        stream = StreamingBody(io.BytesIO(text), len(text))
        self.expect("lambda", "invoke", wanted, {"StatusCode": 200, "Payload": stream, **more})

    def expect_outcome_notified(self, order: Any, outcome: Any, **pushed: str) -> None:
        """The execution's own outcome function is asked how the order ended."""
        ask = {
            "Parameters": {
                "FunctionName": OUTCOME,
                "Payload": {"transition": "finalize", "eventSource": "returns"},
            }
        }
        definition = {"States": {"CheckInput": {"Type": "Choice"}, "ConfirmOrder": ask}}
        self.expect_status("FAILED", input=json.dumps({"order": order}))
        answer = {"stateMachineArn": MACHINE, "name": "checkout", "roleArn": MACHINE,
                  "definition": json.dumps(definition), "updateDate": 0}  # fmt: skip
        self.expect("stepfunctions", "describe_state_machine_for_execution",
                    {"executionArn": EXECUTION}, answer)  # fmt: skip
        self.expect_invocation(
            OUTCOME,
            {"order": order, "transition": "fence_finalize", "eventSource": "returns"},
            outcome,
        )
        told = {"userId": outcome["userId"], "event": outcome["event"]}
        self.expect_invocation(PUSH, told, **pushed)
