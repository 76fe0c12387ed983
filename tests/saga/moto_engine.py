"""The second engine: moto's interpreter of the Amazon States Language, in this process.

moto would run functions in containers: here an invocation goes to the caller's ``invoke``. Waits
between tries are left out.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from tests.saga.interpreter import TaskFailedError

REGION, ACCOUNT = "us-east-1", "123456789012"
CONFIG: Any = {
    "stepfunctions": {"execute_state_machine": True},
    "lambda": {"use_docker": False},
}
# moto reads a definition when the machine is made, and again for each execution: a second of
# processor each time. What it makes of the text holds no state of an execution.
_read_once = cache(AmazonStateLanguageParser.parse)
Invoke = Callable[[str, dict[str, Any]], Any]
"""``(function's name, payload)`` -> answer; raises ``TaskFailedError`` or the handler's error."""


@dataclass(frozen=True)
class Ended:
    """How an execution ended, the states that it entered, the messages that it sent."""

    status: str
    error: str
    entered: list[str]
    messages: list[dict[str, Any]]


class MotoEngine:
    """Runs a saga's definition, whose ARN fields hold functions' plain names."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.invoke: Invoke = lambda function, payload: {}
        monkeypatch.setattr(lambda_eval_utils, "_invoke_lambda_function", self._lambda)
        monkeypatch.setattr(AmazonStateLanguageParser, "parse", staticmethod(_read_once))
        monkeypatch.setattr(retrier_decl, "time", SimpleNamespace(sleep=lambda seconds: None))
        self._client: Any = boto3.client("stepfunctions")
        self._sqs: Any = boto3.client("sqs")

    def run(self, machine: Mapping[str, Any], order: Mapping[str, Any]) -> Ended:
        """Execute the machine for the order to its end."""
        queue = self._sqs.create_queue(QueueName="attention")["QueueUrl"]
        text = json.dumps(machine)
        for name in ("commit_outcome", "charge_payment", "refund_payment", "reserve_stock",
                     "release_stock", "push"):  # fmt: skip
            arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
            text = text.replace(f'"FunctionName": "{name}"', f'"FunctionName": "{arn}"')
        text = text.replace('"QueueUrl": "queue"', json.dumps({"QueueUrl": queue})[1:-1])
        made = self._client.create_state_machine(
            name="saga", definition=text, roleArn=f"arn:aws:iam::{ACCOUNT}:role/saga"
        )
        started = self._client.start_execution(
            stateMachineArn=made["stateMachineArn"],
            name=order["orderId"],
            input=json.dumps({"order": order}),
        )
        arn = started["executionArn"]
        ended = self._client.describe_execution(executionArn=arn)
        while ended["status"] == "RUNNING":
            time.sleep(0.01)
            ended = self._client.describe_execution(executionArn=arn)
        return Ended(
            ended["status"], ended.get("error", ""), self._entered(arn), self._received(queue)
        )

    def _entered(self, execution_arn: str) -> list[str]:
        history = self._client.get_execution_history(executionArn=execution_arn, maxResults=1000)
        details = (event.get("stateEnteredEventDetails") for event in history["events"])
        return [entered["name"] for entered in details if entered]

    def _received(self, queue: str) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]

    def _lambda(self, parameters: dict[str, Any], region: str, state_credentials: Any) -> Any:
        payload = json.loads(parameters["Payload"])
        failed: dict[str, Any] = {"FunctionError": "Unhandled"}
        try:
            answer = self.invoke(parameters["FunctionName"].rsplit(":", 1)[-1], payload)
        except TaskFailedError as error:
            body: Any = {"errorType": error.error, "errorMessage": error.cause}
        except Exception as error:
            body = {"errorType": type(error).__name__, "errorMessage": str(error)}
        else:
            failed, body = {}, json.loads(json.dumps(answer))
        return {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": body, **failed}


@contextmanager
def moto_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[MotoEngine]:
    """An engine inside moto's mock of AWS, with fake credentials."""
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws(config=CONFIG):
        yield MotoEngine(monkeypatch)
