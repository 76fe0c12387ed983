"""No call to AWS outlives the function that makes it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from components.checkout_saga import functions as checkout
from components.realtime_notifier import functions as notifier
from functions.checkout import get_order, list_products, start_checkout
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.http.problems import to_http_response
from functions.checkout.stores.saga_executions import Executions
from functions.common import aws_clients, dynamodb
from functions.common.aws_clients import PATIENCE, OutOfTimeError
from functions.common.invocation import begin_invocation
from tests.support.checkout_shop import CONTEXT, ENVIRONMENT, Shop, lines, request
from tests.support.silent_server import THROTTLED, server

ROWS = [*checkout.SAGA_FUNCTIONS, *checkout.API_FUNCTIONS, checkout.START_SAGA,
        checkout.ANNOUNCE_OUTCOME, *notifier.FUNCTIONS]  # fmt: skip
ORDER_ID = derive_order_id("ada", "key-1")


def seconds_left(seconds: float) -> Any:
    return SimpleNamespace(
        **{**vars(CONTEXT), "get_remaining_time_in_millis": lambda: seconds * 1000}
    )


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (
        *ENVIRONMENT.items(), ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"), ("NO_PROXY", "127.0.0.1"), ("no_proxy", "127.0.0.1"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    yield
    begin_invocation(seconds_left(10**9))
    dynamodb.table_client.cache_clear()
    aws_clients.client.cache_clear()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.module)
def test_a_function_lives_long_enough_for_the_first_attempts_of_each_client(row: Any) -> None:
    assert max(one.needed_seconds for one in PATIENCE.values()) * 1.5 < row.timeout_seconds


def test_no_attempt_begins_that_could_outlive_the_invocation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with server() as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STEPFUNCTIONS", silent.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_SFN", silent.url)
        begin_invocation(seconds_left(PATIENCE["stepfunctions"].needed_seconds - 0.1))
        with pytest.raises(OutOfTimeError):
            aws_clients.client("stepfunctions").start_execution(stateMachineArn="a:b:c", name="x")
        assert silent.count == 0


def test_a_silent_service_is_waited_for_as_long_as_its_budget_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with server() as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", silent.url)
        begun = time.monotonic()
        begin_invocation(seconds_left(10))
        with pytest.raises((ReadTimeoutError, OutOfTimeError)):
            aws_clients.client("sqs").send_message(QueueUrl=silent.url, MessageBody="x")
        assert time.monotonic() - begun < 10
        assert 1 <= silent.count <= PATIENCE["sqs"].attempts


def test_a_checkout_is_answered_202_in_time_while_step_functions_stays_silent(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        def start_execution(self, **_: Any) -> Any:
            raise ReadTimeoutError(endpoint_url="https://states")

    executions = Executions("arn:machine", Silent())
    answer = to_http_response(
        lambda: start_checkout.start_checkout(
            request(lines(lamp=1)), shop.orders(), shop.products(), shop.allowances(), executions
        ),
        on_defect=lambda: None,
    )
    assert answer["statusCode"] == 202
    assert PATIENCE["stepfunctions"].attempts == 1  # the buyer waits for one attempt at most


@pytest.mark.parametrize("answer", [b"", THROTTLED], ids=["silent", "throttled"])
@pytest.mark.parametrize(
    ("module", "event"),
    [
        (start_checkout, request(lines(lamp=1))),
        (get_order, request(None, pathParameters={"orderId": ORDER_ID})),
        (list_products, {}),
    ],
    ids=["start_checkout", "get_order", "list_products"],
)
def test_a_table_that_does_not_serve_is_a_503_with_retry_after_in_time(
    module: Any, event: dict[str, Any], answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(answer) as table:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", table.url)
        dynamodb.table_client.cache_clear()
        begun = time.monotonic()
        response = module.handler(event, seconds_left(10))
        assert time.monotonic() - begun < 10
    assert response["statusCode"] == 503
    assert json.loads(response["body"])["code"] == "temporarily-unavailable"
    assert int(response["headers"]["retry-after"]) >= 1
    assert 1 <= table.count <= PATIENCE["dynamodb"].attempts


def test_no_client_builds_its_user_agent_anew_for_each_call() -> None:
    assert {one.config().user_agent for one in PATIENCE.values()} == {"realtime-notifier"}
