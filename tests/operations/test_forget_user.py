"""``make forget-user``: when it refuses, and what it says of what it could not close."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from operations.deployed_stage import DeployedStage
from operations.forget_user import __main__ as command
from operations.forget_user import erase, proof
from operations.forget_user.held import Held, under_way
from operations.forget_user.stage import StageToForgetIn
from tests.support.recorded_program import record_stage
from tests.support.stubbed_aws import MACHINE, PUSH

OUTPUTS: dict[str, Any] = {
    "state_machine_arn": MACHINE,
    "stage": "prod",
    "push_function_arn": PUSH,
    "oidc_issuer": "https://login.example.com",
    **{f"{name}_table": name for name in ("orders", "payments", "steps", "products", "allowances",
                                          "connections", "events")},
    **{f"{name}_url": name for name in ("attention_queue", "lost_ends_queue", "saga_start_dlq",
                                        "announcement_dlq", "push_dead_letter_queue")},
}  # fmt: skip
STAGE = StageToForgetIn(**OUTPUTS)


def test_every_queue_that_keeps_messages_for_a_person_is_searched() -> None:
    queues = record_stage().of_type("aws:sqs/queue:Queue")
    kept = [one.name for one in queues if "redrivePolicy" not in one.inputs]

    assert len(STAGE.queues) == len(kept), kept


def refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str, **changed: object
) -> str:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS | changed))
    assert command.main(["--outputs", str(file), *arguments]) == 2
    return capsys.readouterr().err


def test_a_protected_stage_wants_to_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(tmp_path, capsys, "ada", deletion_protection=True)
    assert "add CONFIRM=prod" in said


def test_a_user_without_an_id_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "USER_ID must be the sub" in refusal(tmp_path, capsys, "")


class Clients:
    """What each service answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **services: Any) -> None:
        monkeypatch.setattr(DeployedStage, "client", lambda stage, service: services[service])


class Rows:
    """A DynamoDB whose every table has these rows; notes what is deleted."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows, self.deleted = list(rows), list[Any]()

    def query(self, **_: Any) -> Any:
        return {"Items": self.rows}

    scan = query

    def delete_item(self, TableName: str, Key: Any) -> None:
        self.deleted.append(Key)


class Push:
    def __init__(self, answer: Any, **more: str) -> None:
        self._answer, self._more = answer, more

    def invoke(self, **_: Any) -> Any:
        return {"Payload": io.BytesIO(json.dumps(self._answer).encode()), **self._more}


def connection(expires_at: int) -> dict[str, Any]:
    return {
        "userId": {"S": "ada"},
        "connectionId": {"S": str(expires_at)},
        "expiresAt": {"N": str(expires_at)},
    }


NOBODY = Held(None, (), 0, 0, 0)


@pytest.mark.parametrize(
    ("push", "said"),
    [
        (Push({"closed": 1, "left_open": 1}), "connections: 1 closed, 1 left open"),
        (
            Push({"errorMessage": "no table"}, FunctionError="Unhandled"),
            "connections: not closed, because the push function failed: no table",
        ),
    ],
)
def test_the_row_of_a_connection_that_is_still_open_stays(
    monkeypatch: pytest.MonkeyPatch, push: Push, said: str
) -> None:
    rows = Rows(connection(1), connection(2**40))
    Clients(monkeypatch, **{"lambda": push, "dynamodb": rows})

    line = next(erase.erase(STAGE, "ada", NOBODY))

    assert line == said
    assert rows.deleted == [{"userId": {"S": "ada"}, "connectionId": {"S": "1"}}]


def forgetting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *lines: str, shows: bool) -> int:
    """The exit code when AWS refuses a request behind these lines, or when it is shown."""
    refused = ClientError({"Error": {"Code": "AccessDeniedException"}}, "Scan")

    def erased(*_: object) -> Iterator[str]:
        yield from lines
        if not shows:
            raise refused

    def shown(*_: object) -> Iterator[Any]:
        raise refused

    monkeypatch.setattr(command, "find", lambda stage, user_id: NOBODY)
    monkeypatch.setattr(command, "under_way", lambda stage, held: [])
    monkeypatch.setattr(command, "erase", erased)
    monkeypatch.setattr(command, "remains", shown)
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS))
    return command.main(["--outputs", str(file), "ada"])


@pytest.mark.parametrize("shows", [False, True])
def test_an_erasure_that_is_stopped_says_where_and_is_not_taken_for_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], shows: bool
) -> None:
    lines = ["erased: the sign-in ada", "erased: 3 rows of the log"]
    assert forgetting(monkeypatch, tmp_path, *lines, shows=shows) == 1
    said = capsys.readouterr().err
    assert said.startswith("stopped after 'erased: 3 rows of the log': ")
    assert "AccessDeniedException" in said
    assert "run it again" in said


def test_a_first_request_that_fails_may_have_erased(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forgetting(monkeypatch, tmp_path, shows=False) == 1
    assert capsys.readouterr().err.startswith("stopped after nothing that is known: ")


@pytest.mark.parametrize(
    ("text", "names"),
    [("ada", True), ("to ada: hello", True), ("adapter", False), ("ada-1", False)],
)
def test_a_row_names_the_user_wherever_the_id_stands_as_a_word(
    monkeypatch: pytest.MonkeyPatch, text: str, names: bool
) -> None:
    Clients(monkeypatch, dynamodb=Rows({"orderId": {"S": "1"}, "note": {"S": text}}))
    assert {found for _, found in proof.remains(STAGE, "ada")} == {names}


class Sagas:
    def __init__(self, **answer: str) -> None:
        self._answer = answer

    def describe_execution(self, **_: str) -> Any:
        return self._answer


@pytest.mark.parametrize(
    ("status", "saga", "said"),
    [
        ("FINALIZED", {"status": "SUCCEEDED"}, ""),
        ("FINALIZED", {"status": "RUNNING"}, "wait for it"),
        ("PENDING", {"status": "RUNNING"}, "wait for it"),
        ("PENDING", {"status": "FAILED"}, "settle it with make redrive ORDER=ord-1"),
        ("NEEDS_ATTENTION", {"status": "SUCCEEDED"}, "settle it with make redrive ORDER=ord-1"),
        ("REFUNDED", {"status": "FAILED", "redriveStatus": "REDRIVABLE"}, "settle it with make"),
        ("REFUNDED", {"status": "FAILED", "redriveStatus": "NOT_REDRIVABLE"}, ""),
    ],
)
def test_an_order_is_under_way_until_no_saga_can_need_its_buyer(
    monkeypatch: pytest.MonkeyPatch, status: str, saga: dict[str, str], said: str
) -> None:
    Clients(monkeypatch, stepfunctions=Sagas(**saga))
    order = {"orderId": {"S": "ord-1"}, "status": {"S": status}}
    lines = list(under_way(STAGE, Held(None, (order,), 0, 0, 0)))
    assert bool(lines) is bool(said)
    assert not said or said in lines[0]
