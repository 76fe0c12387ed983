"""The saga of every stored order is started once, from the stream."""

from __future__ import annotations

from typing import Any

import pytest

from functions.checkout import start_saga
from functions.checkout.start_saga import start_sagas
from functions.checkout.stores.saga_executions import Executions
from functions.common import aws_clients
from tests.support.checkout_shop import CONTEXT, Shop, order, stream_batch
from tests.support.dead_letters import DeadLetters
from tests.support.fake_step_functions import StepFunctions

NO_LETTERS = DeadLetters(failures=1_000).parked()
"""For batches in which nothing may be parked."""


def stored(shop: Shop, *order_ids: str) -> dict[str, Any]:
    """A stream's batch of these orders as they are stored."""
    for order_id in order_ids:
        shop.orders().create(order(order_id), "fingerprint")
    return stream_batch(*(shop.stored(order_id) for order_id in order_ids))


def test_a_stored_order_is_started_with_the_input_that_the_checkout_gives(shop: Shop) -> None:
    saga = StepFunctions()
    assert start_sagas(stored(shop, "ord-1"), Executions("arn:machine", saga), NO_LETTERS) == {
        "batchItemFailures": []
    }
    assert saga.inputs == {"ord-1": {"order": order("ord-1").to_saga()}}


def test_an_order_whose_saga_was_started_already_is_skipped(shop: Shop) -> None:
    saga = StepFunctions("ExecutionAlreadyExists")
    batch = stored(shop, "ord-1", "ord-2")
    assert start_sagas(batch, Executions("arn:machine", saga), NO_LETTERS) == {
        "batchItemFailures": []
    }
    assert list(saga.inputs) == ["ord-2"]


def test_the_first_order_whose_saga_does_not_start_is_where_lambda_resumes(shop: Shop) -> None:
    saga = StepFunctions("ExecutionAlreadyExists", "ThrottlingException")
    batch = stored(shop, "ord-1", "ord-2", "ord-3")
    answer = start_sagas(batch, Executions("arn:machine", saga), NO_LETTERS)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "101"}]}
    assert saga.inputs == {}


@pytest.mark.parametrize("refusal", ["InvalidName", "InvalidExecutionInput"])
def test_an_order_that_step_functions_will_never_start_is_parked(shop: Shop, refusal: str) -> None:
    saga, letters = StepFunctions(refusal), DeadLetters()
    batch = stored(shop, "ord-1", "ord-2")
    answer = start_sagas(batch, Executions("arn:machine", saga), letters.parked())
    assert answer == {"batchItemFailures": []}
    assert [message["reason"] for message in letters.messages] == ["SagaRefusedError"]
    assert list(saga.inputs) == ["ord-2"]


def test_the_handler_starts_the_configured_state_machine(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    saga = StepFunctions()
    monkeypatch.setattr(aws_clients, "client", lambda service: {"stepfunctions": saga}.get(service))
    monkeypatch.setenv("STATE_MACHINE_ARN", "arn:configured")
    start_saga.handler(stored(shop, "ord-1"), CONTEXT)
    assert saga.calls[0]["stateMachineArn"] == "arn:configured"
