"""The helper for teams' steps on DynamoDB, as a saga calls it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from contract import limits, tables
from functions.layer import saga_step
from tests.support.repository import REPO_ROOT

NOW = 1_900_000_000.0
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 10_000)


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        dynamodb = boto3.resource("dynamodb", region_name="us-east-1")
        dynamodb.create_table(
            TableName="steps",
            KeySchema=[
                {"AttributeName": name, "KeyType": kind}
                for name, kind in zip(saga_step.KEY, ("HASH", "RANGE"), strict=True)
            ],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in saga_step.KEY
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield dynamodb.meta.client


@pytest.fixture
def calls() -> list[saga_step.Call]:
    return []


@pytest.fixture
def steps(client: Any, calls: list[saga_step.Call]) -> saga_step.Steps:
    return declared(saga_step.Steps("steps", client=client, now=lambda: NOW), calls)


def declared(steps: saga_step.Steps, calls: list[saga_step.Call]) -> saga_step.Steps:
    @steps.forward("reserve_seat")
    def reserve_seat(call: saga_step.Call) -> dict[str, Any]:
        calls.append(call)
        return {"seat": call.order["seat"], "fee": 1.5}

    @steps.compensation("release_seat", of="reserve_seat")
    def release_seat(call: saga_step.Call) -> None:
        calls.append(call)

    return steps


def asked(step: str, **more: Any) -> dict[str, Any]:
    return {"orderId": "ret-1", "step": step, "order": {"seat": "4A"}, **more}


def test_a_repeat_is_answered_from_the_record(
    steps: saga_step.Steps, calls: list[saga_step.Call]
) -> None:
    first, second = (steps.handler(asked("reserve_seat"), CONTEXT) for _ in range(2))

    assert first == second == {"seat": "4A", "fee": 1.5}
    assert [call.idempotency_key for call in calls] == ["ret-1:reserve_seat"]


def test_a_compensation_knows_what_the_step_answered_and_why_it_is_undone(
    steps: saga_step.Steps, calls: list[saga_step.Call]
) -> None:
    steps.handler(asked("reserve_seat"), CONTEXT)
    steps.handler(asked("release_seat", failure={"Error": "SoldOut"}), CONTEXT)
    steps.handler(asked("release_seat", failure={"Error": "SoldOut"}), CONTEXT)

    (_, undone) = calls
    assert (undone.result, undone.failure) == ({"seat": "4A", "fee": 1.5}, "SoldOut")
    assert undone.idempotency_key == "ret-1:reserve_seat"


def test_a_step_is_refused_after_its_compensation(
    steps: saga_step.Steps, calls: list[saga_step.Call]
) -> None:
    steps.handler(asked("release_seat"), CONTEXT)

    with pytest.raises(saga_step.StepBlocked, match="reserve_seat of ret-1 is refused"):
        steps.handler(asked("reserve_seat"), CONTEXT)
    assert [(call.step, call.result) for call in calls] == [("release_seat", None)]


def test_a_step_with_an_input_gets_what_was_chosen(
    steps: saga_step.Steps, calls: list[saga_step.Call]
) -> None:
    event = {"orderId": "ret-1", "step": "reserve_seat", "input": {"seat": "9C"}}

    assert steps.handler(event, CONTEXT)["seat"] == "9C"


@pytest.mark.parametrize(
    ("result", "said"),
    [({"at": object()}, "must return what JSON has"), ("x" * 65_536, "at most 65536")],
    ids=["no JSON", "too large"],
)
def test_a_result_that_cannot_be_recorded_is_no_result(client: Any, result: Any, said: str) -> None:
    steps = saga_step.Steps("steps", client=client, now=lambda: NOW)
    steps.forward("issue_ticket")(lambda call: result)

    with pytest.raises(saga_step.StepResultError, match=said):
        steps.handler(asked("issue_ticket"), CONTEXT)
    row = client.get_item(TableName="steps", Key={"orderId": "ret-1", "step": "issue_ticket"})
    assert "result" not in row["Item"]
    assert "runner" not in row["Item"]


@pytest.mark.parametrize("event", [asked("reserve_bed"), {"step": "reserve_seat"}, {}])
def test_a_call_that_is_no_sagas_names_the_steps(steps: saga_step.Steps, event: Any) -> None:
    with pytest.raises(saga_step.StepCallError, match="its steps are reserve_seat, release_seat"):
        steps.handler(event, CONTEXT)


def test_a_step_that_still_runs_keeps_its_compensation_waiting(client: Any) -> None:
    clock = [NOW]
    steps = saga_step.Steps(
        "steps", client=client, now=lambda: clock[0],
        sleep=lambda seconds: clock.__setitem__(0, clock[0] + seconds),
    )  # fmt: skip
    told: list[BaseException] = []

    @steps.forward("reserve_seat")
    def reserve_seat(call: saga_step.Call) -> None:
        with pytest.raises(saga_step.StepBusy, match="release_seat must wait") as busy:
            steps.handler(asked("release_seat"), CONTEXT)
        told.append(busy.value)

    @steps.compensation("release_seat", of="reserve_seat")
    def release_seat(call: saga_step.Call) -> str:
        return "released"

    with pytest.raises(saga_step.StepBlocked):
        steps.handler(asked("reserve_seat"), CONTEXT)
    assert len(told) == 1
    assert steps.handler(asked("release_seat"), CONTEXT) == "released"


def test_what_passes_is_busy_and_what_does_not_is_told(client: Any, steps: Any) -> None:
    gone = saga_step.Steps("no-such-table", client=client)
    gone.forward("reserve_seat")(lambda call: None)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        gone.handler(asked("reserve_seat"), CONTEXT)

    def no_answer(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://dynamodb")

    away = saga_step.Steps("steps", client=SimpleNamespace(get_item=no_answer))
    away.forward("reserve_seat")(lambda call: None)
    with pytest.raises(saga_step.StepBusy, match="table steps did not answer get_item"):
        away.handler(asked("reserve_seat"), CONTEXT)


def test_a_function_without_a_table_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEPS_TABLE", raising=False)
    steps = declared(saga_step.Steps(client=object()), [])

    with pytest.raises(saga_step.StepCallError, match="STEPS_TABLE is not set"):
        steps.handler(asked("reserve_seat"), CONTEXT)


def test_a_step_is_declared_once() -> None:
    with pytest.raises(ValueError, match="'reserve_seat' is declared twice"):
        declared(declared(saga_step.Steps("steps"), []), [])


def test_it_imports_nothing_of_ours_and_agrees_with_the_contract() -> None:
    source = (REPO_ROOT / "functions" / "layer" / "saga_step.py").read_text()
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    allowed = {*sys.stdlib_module_names, "boto3", "botocore"}

    assert {name.split(".")[0] for name in imported} <= allowed
    assert saga_step.KEY == tables.STEPS_KEY
    assert saga_step.EXPIRES_AT == tables.EXPIRES_AT
    assert saga_step.REPEATABLE_DAYS == limits.REPEATABLE_DAYS
