"""What hangs on the orders table's stream, and that nothing of it gets lost unseen."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest

from components.checkout_saga import order_stream
from contract import orders
from tests.support.recorded_program import Recording, record_stage

CONSUMERS = {
    "starts": ("start-saga", "states:StartExecution"),
    "announcements": ("announce-outcome", "events:PutEvents"),
}


@lru_cache
def stage() -> Recording:
    return record_stage()


def inputs(name: str) -> dict[str, Any]:
    return stage().named(f"checkout-{name}").inputs


@pytest.mark.parametrize("what", CONSUMERS)
def test_a_consumer_may_read_the_stream_and_do_its_one_thing(what: str) -> None:
    function, action = CONSUMERS[what]
    allowed = {
        name: statement["Resource"]
        for statement in json.loads(inputs(f"{function}-policy")["policy"])["Statement"]
        for name in statement["Action"]
        if not name.startswith("logs:")
    }

    assert set(allowed) == {
        action, "sqs:SendMessage", "dynamodb:DescribeStream", "dynamodb:GetRecords",
        "dynamodb:GetShardIterator", "dynamodb:ListStreams",
    }  # fmt: skip
    assert allowed["dynamodb:GetRecords"] == [inputs(what)["eventSourceArn"]]


@pytest.mark.parametrize("what", CONSUMERS)
def test_a_record_that_nobody_could_handle_is_kept_and_seen(what: str) -> None:
    source, queue = inputs(what), inputs(f"lost-{what}")
    alarm = inputs(f"lost-{what}-alarm")

    lost = source["destinationConfig"]["onFailure"]["destinationArn"]
    assert lost.endswith(f":checkout-lost-{what}")
    assert queue["messageRetentionSeconds"] == 14 * 86_400
    assert (alarm["dimensions"], alarm["threshold"]) == ({"QueueName": f"checkout-lost-{what}"}, 1)


@pytest.mark.parametrize("what", CONSUMERS)
def test_a_batch_is_repeated_from_the_record_that_failed_and_none_is_passed_over(what: str) -> None:
    source = inputs(what)

    assert source["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["startingPosition"] == "TRIM_HORIZON"
    assert source["bisectBatchOnFunctionError"] is True
    assert source["maximumRetryAttempts"] >= 10


@pytest.mark.parametrize("what", CONSUMERS)
def test_a_consumer_parks_wrong_records_where_lambda_sends_what_it_gave_up(what: str) -> None:
    function, _ = CONSUMERS[what]
    variables = inputs(f"{function}-function")["environment"]["variables"]

    assert variables["DEAD_LETTER_QUEUE_URL"].endswith(f"checkout-lost-{what}")
    (statement,) = [
        one
        for one in json.loads(inputs(f"{function}-policy")["policy"])["Statement"]
        if "sqs:SendMessage" in one["Action"]
    ]
    lost = inputs(what)["destinationConfig"]["onFailure"]["destinationArn"]
    assert statement["Resource"] == [lost]


def test_the_stream_shows_an_order_before_and_after_its_change() -> None:
    table = inputs("orders")

    assert (table["streamEnabled"], table["streamViewType"]) == (True, "NEW_AND_OLD_IMAGES")


def test_the_functions_and_the_filters_agree_on_what_waiting_and_ended_mean() -> None:
    waiting = json.loads(order_stream.waiting_orders())["dynamodb"]["NewImage"]["status"]["S"]
    change = json.loads(order_stream.ended_orders())["dynamodb"]

    assert waiting == change["OldImage"]["status"]["S"] == [orders.PENDING]
    assert tuple(change["NewImage"]["status"]["S"]) == orders.TERMINAL_STATUSES
