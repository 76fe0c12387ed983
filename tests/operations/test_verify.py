"""``make verify`` before it makes anything, and what it says of doors that do not open."""

from __future__ import annotations

import base64
import http
import json
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError
from websockets.frames import CloseCode
from websockets.http11 import Response
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from contract.frames import PROTOCOL
from contract.orders import FINALIZED, PENDING
from contract.tables import PAYMENTS_KEY
from operations.deployed_stage import DeployedStage
from operations.stored_order import StoredOrder
from operations.verify import __main__ as command
from operations.verify import buyer as buyers
from operations.verify import ended_sagas
from operations.verify.buyer import Buyer
from operations.verify.leftovers import removal_command
from operations.verify.line import Line
from operations.verify.made import Made
from operations.verify.report import VerificationError
from operations.verify.stage import StageToVerify
from tests.support.stubbed_aws import MACHINE

OUTPUTS: dict[str, Any] = {
    "state_machine_arn": MACHINE,
    "stage": "prod",
    "allowed_origins": ["https://shop.example.com"],
    "websocket_url": "wss://api.example.com/live",
    "http_url": "https://api.example.com",
    "event_bus_arn": "arn:aws:events:eu-west-1:123456789012:event-bus/shop",
    "push_dead_letter_queue_url": "https://sqs.example.com/dead",
    **{f"{name}_table": name for name in ("products", "orders", "steps", "payments", "allowances",
                                          "connections", "events")},
    "oidc_issuer": "https://login.example.com",
    "user_pool_id": "eu-west-1_pool",
    "user_pool_client_id": "client",
}  # fmt: skip


@pytest.fixture
def no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    def client(stage: DeployedStage, service: str) -> Any:
        raise AssertionError(f"asked for a client of {service}")

    monkeypatch.setattr(DeployedStage, "client", client)


def refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str, **changed: object
) -> str:
    """What the command says when it refuses."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS | changed))
    assert command.main(["--outputs", str(file), *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def token(**claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"head.{payload}.signature"


def test_a_protected_stage_wants_to_be_named(
    no_aws: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(tmp_path, capsys, deletion_protection=True)
    assert "the stage prod has deletionProtection" in said
    assert "add CONFIRM=prod" in said
    said = refusal(tmp_path, capsys, "--confirm", "dev", deletion_protection=True)
    assert "CONFIRM=dev, but the outputs are those of the stage prod: nothing was done." in said


def test_a_stage_with_a_foreign_issuer_wants_a_token(
    no_aws: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(tmp_path, capsys, user_pool_id="", user_pool_client_id="")
    assert "this stage's tokens come from https://login.example.com" in said
    assert "add TOKEN=<file>" in said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "cannot be read"),
        ("", "must hold a JWT with a sub"),
        ("no.jwt.here", "must hold a JWT with a sub"),
        (token(iss="x"), "must hold a JWT with a sub"),
        (token(sub="ada", exp=1), "has expired"),
    ],
)
def test_a_token_file_that_cannot_be_used_is_one_sentence_without_the_token(
    no_aws: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, reason: str
) -> None:
    file = tmp_path / "token"
    if text is not None:
        file.write_text(text)
    said = refusal(tmp_path, capsys, "--token", str(file))
    assert reason in said
    assert not text or text not in said


@pytest.mark.parametrize("before", ["", "Bearer "])
@pytest.mark.parametrize("claim", ["short", "l" * 5000], ids=["short", "long"])
def test_a_token_in_the_place_of_its_file_is_not_printed(
    no_aws: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, claim: str
) -> None:
    given = "eyJhbGciOiJSUzI1NiJ9." + token(sub="ada", claim=claim).partition(".")[2]
    said = refusal(tmp_path, capsys, "--token", before + given)
    assert said == "TOKEN is the name of a file that holds the token\n"


def test_a_file_that_cannot_be_read_is_named_once(
    no_aws: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token"
    said = refusal(tmp_path, capsys, "--token", str(file))
    assert said == f"TOKEN={file} cannot be read: No such file or directory\n"
    file.write_bytes(b"\xff")
    said = refusal(tmp_path, capsys, "--token", str(file))
    assert said == f"TOKEN={file} cannot be read: it is no text\n"


def test_outputs_of_a_program_that_is_older_than_the_command_are_refused(
    no_aws: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "the outputs lack stage" in refusal(tmp_path, capsys, stage="")


@contextmanager
def server_answering(status: int) -> Iterator[StageToVerify]:
    """A stage whose WebSocket API answers every handshake so."""

    def refuse(connection: ServerConnection, request: object) -> Response:
        return connection.respond(http.HTTPStatus(status), '{"message": "said"}')

    with serve(lambda connection: None, "127.0.0.1", 0, process_request=refuse) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.socket.getsockname()[1]
        yield stage_of(websocket_url=f"ws://127.0.0.1:{port}", emulator_url="http://127.0.0.1")


def stage_of(**changed: Any) -> StageToVerify:
    return StageToVerify(**{**OUTPUTS, **changed})


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (401, "the connect authorizer does not take the token"),
        (403, "the origin"),
        (404, "websocket_url is not this stage's any more"),
        (429, "a quota. The throttle of $connect"),
        (500, "the connect authorizer or open_connection fails"),
        (502, "a proxy or a firewall"),
    ],
)
def test_a_handshake_without_101_names_the_cause_that_its_answer_tells(
    status: int, cause: str
) -> None:
    with server_answering(status) as stage, pytest.raises(VerificationError) as failed:
        Line(stage, token(sub="ada"))
    assert f'answered {status} ({{"message": "said"}})' in str(failed.value)
    assert failed.value.causes[0].startswith(f"likely cause: {cause}")


def test_an_address_that_does_not_answer_is_told_apart_from_a_refusal() -> None:
    stage = stage_of(websocket_url="ws://127.0.0.1:1", emulator_url="http://127.0.0.1")
    with pytest.raises(VerificationError, match="gave no HTTP answer") as failed:
        Line(stage, token(sub="ada"))
    assert "the network, a proxy, or a domain name" in failed.value.causes[0]


@contextmanager
def line_to(*says: str, code: int | None = None, waits: bool = False) -> Iterator[Line]:
    """A line to a stage that says this, when asked if it ``waits``, and then closes with a code."""

    def speak(connection: ServerConnection) -> None:
        if waits:
            connection.recv()
        for text in says:
            connection.send(text)
        if code == CloseCode.ABNORMAL_CLOSURE:
            connection.close_socket()
        elif code:
            connection.close(code)
        else:
            connection.recv()

    protocols = [Subprotocol(PROTOCOL)]
    with serve(speak, "127.0.0.1", 0, subprotocols=protocols) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        line = Line(stage_of(websocket_url=url, emulator_url="http://127.0.0.1"), "token")
        try:
            yield line
        finally:
            line.drop()


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (1000, "the stage closed it on purpose"),
        (1001, "API Gateway ended it"),
        (1006, "the network or a proxy"),
        (1008, "API Gateway's throttle of frames"),
        (4999, "a proxy or a firewall"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_line_that_the_stage_closes_names_the_cause_that_its_code_tells(
    code: int, cause: str, at_once: bool
) -> None:
    with line_to(code=code, waits=not at_once) as line:
        if at_once:  # the next thing is a send on a line that is closed
            line._socket.recv_events_thread.join()
        with pytest.raises(VerificationError, match="the stage closed the connection") as failed:
            line.resume(None)
    assert failed.value.causes[-1].startswith(f"likely cause: {cause}")


def test_what_the_stage_said_before_it_closed_the_line_is_told() -> None:
    said = {"type": "realtime.error", "code": "connection-limit", "message": "Too many"}
    with line_to(json.dumps(said), code=1000) as line, pytest.raises(VerificationError) as failed:
        line.wait_for(lambda frame: False, 10)
    assert "connection-limit" in failed.value.causes[0]


@pytest.mark.parametrize(
    ("text", "saw", "cause"),
    [
        ("<html>", "a frame is no JSON: '<html>'", "a proxy, or websocket_url leads"),
        ('{"type": "realtime.resumed", "through": "1"}', "epoch is missing in", "the stage's func"),
        (
            '{"specversion": "1.0", "id": "1"}',
            "type, sequence, data is missing",
            "the stage's func",
        ),
    ],
)
def test_a_frame_that_cannot_be_used_is_told_with_its_cause(
    text: str, saw: str, cause: str
) -> None:
    with line_to(text, waits=True) as line, pytest.raises(VerificationError) as failed:
        line.resume(None)
    assert saw in str(failed.value)
    assert failed.value.causes[0].startswith(f"likely cause: {cause}")


class Users:
    """A user pool whose client allows some flows; notes by which one a user signs in."""

    def __init__(self, *flows: str) -> None:
        self.flows, self.used = flows, ""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if not name.startswith("admin_"):
            raise AttributeError(name)
        return lambda **_: {}

    def describe_user_pool_client(self, **_: str) -> Any:
        return {"UserPoolClient": {"ExplicitAuthFlows": [f"ALLOW_{flow}" for flow in self.flows]}}

    def initiate_auth(self, AuthFlow: str, **_: Any) -> Any:
        self.used = AuthFlow
        return {"AuthenticationResult": {"AccessToken": token(sub="ada")}}

    def admin_initiate_auth(self, **given: Any) -> Any:
        return self.initiate_auth(**given)


@pytest.mark.parametrize(
    ("flows", "used"),
    [
        (["USER_SRP_AUTH", "USER_PASSWORD_AUTH"], "USER_PASSWORD_AUTH"),
        (["ADMIN_USER_PASSWORD_AUTH"], "ADMIN_USER_PASSWORD_AUTH"),
    ],
)
def test_the_buyer_signs_in_by_a_flow_that_the_pools_client_allows(
    monkeypatch: pytest.MonkeyPatch, flows: list[str], used: str
) -> None:
    users = Users(*flows)
    monkeypatch.setattr(DeployedStage, "client", lambda stage, service: users)
    assert buyers.make_buyer(stage_of(), "run").user_id == "ada"
    assert users.used == used


def test_a_client_that_allows_no_flow_of_ours_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeployedStage, "client", lambda stage, service: Users("USER_SRP_AUTH"))
    with pytest.raises(VerificationError, match="the client client allows USER_SRP_AUTH") as failed:
        buyers.make_buyer(stage_of(), "run")
    assert failed.value.causes == ("give a token of a buyer of your own: TOKEN=<file>",)


class Tables:
    """Every partition has one row, and no row can be deleted."""

    def query(self, TableName: str, ExpressionAttributeValues: Any, **_: Any) -> Any:
        names = ("orderId", "step", "paymentKey", "entry", "productId", "userId", "connectionId",
                 "itemKey", "minute")  # fmt: skip
        return {"Items": [{name: {"S": "x"} for name in names}]}

    def delete_item(self, TableName: str, Key: Any, **condition: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DeleteItem")


class Gone:
    def admin_delete_user(self, **_: str) -> None:
        raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "AdminDeleteUser")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    clients: dict[str, Any] = {"dynamodb": Tables(), "cognito-idp": Gone()}
    monkeypatch.setattr(DeployedStage, "client", lambda stage, service: clients[service])
    monkeypatch.setattr("operations.verify.made.unended", lambda stage, orders: {})
    monkeypatch.setattr("operations.verify.made.reported", lambda stage, orders, user: [])
    one = Made(stage_of(), "run")
    one.has_user = one.has_products = True
    one.buyer, one.orders = Buyer("token", "ada", is_marked=True), ["ord-1"]
    return one


def test_everything_that_cannot_be_removed_is_named(made: Made) -> None:
    left = [line.partition(":")[0] for line in made.remove()]
    assert left == [
        "ord-1 in orders, payments, steps",
        "verify-run-in-stock in products", "verify-run-sold-out in products",
        "ada in connections", "ada in events", "ada in allowances",
    ]  # fmt: skip


class Orders(Tables):
    """An orders table that holds these orders; notes what is deleted, and from which table."""

    def __init__(self, **orders: Any) -> None:
        self.orders, self.deleted = orders, list[tuple[str, Any]]()

    def scan(self, ExpressionAttributeValues: Any, **_: Any) -> Any:
        wanted = ExpressionAttributeValues[":value"]
        return {"Items": [row for row in self.orders.values() if row["userId"] == wanted]}

    def delete_item(self, TableName: str, Key: Any, **condition: Any) -> None:
        if TableName == "orders":
            row = self.orders.get(Key["orderId"]["S"])
            assert condition["ConditionExpression"].endswith(" OR userId = :us")
            if row and row["userId"] != condition["ExpressionAttributeValues"][":us"]:
                code = {"Code": "ConditionalCheckFailedException"}
                raise ClientError({"Error": code}, "DeleteItem")
        self.deleted.append((TableName, Key))


def stored(order_id: str, *product_ids: str, user_id: str = "ada") -> Any:
    lines = [{"M": {"productId": {"S": product_id}}} for product_id in product_ids]
    return {"orderId": {"S": order_id}, "userId": {"S": user_id}, "lines": {"L": lines}}


def after_a_lost_answer(monkeypatch: pytest.MonkeyPatch, orders: Orders) -> Made:
    """A run with the token of Ada, who may have an order of the run whose id is not known."""
    monkeypatch.setattr(DeployedStage, "client", lambda stage, service: orders)
    monkeypatch.setattr("operations.verify.made.unended", lambda stage, orders: {})
    monkeypatch.setattr("operations.verify.made.reported", lambda stage, orders, user: [])
    one = Made(stage_of(), "run")
    one.buyer, one.awaits_order_id = Buyer("token", "ada", is_marked=False), True
    return one


def test_an_order_with_a_line_that_is_not_of_this_run_is_never_deleted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_stock = "verify-run-in-stock"
    orders = Orders(
        ours=stored("ours", in_stock),
        mixed=stored("mixed", in_stock, "book"),
        empty=stored("empty"),
        other=stored("other", "verify-another-in-stock"),
    )
    assert after_a_lost_answer(monkeypatch, orders).remove() == []
    assert [key for table, key in orders.deleted if table == "orders"] == [
        {"orderId": {"S": "ours"}}
    ]


def test_an_order_that_is_not_the_buyers_stays_with_its_payments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    orders = Orders(foreign=stored("foreign", "verify-run-in-stock", user_id="grace"))
    one = after_a_lost_answer(monkeypatch, orders)
    one.orders = ["foreign"]
    (left,) = one.remove()
    assert left.startswith("foreign in orders, payments, steps: ")
    assert "ConditionalCheckFailed" in left
    assert orders.deleted == []


def test_what_stays_with_an_order_is_named_with_the_command_that_removes_it(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("operations.verify.made.unended", lambda stage, orders: {"ord-1": "why"})
    left = made.remove()
    assert [re.sub(": .* aws dynamodb delete-item .*", "", line) for line in left[:7]] == [
        "order ord-1: why",
        "ord-1 in payments", "ord-1 in steps", "ord-1 in orders",
        "verify-run-in-stock in products", "verify-run-sold-out in products",
        "what their sagas push later: run make forget-user USER_ID=ada",
    ]  # fmt: skip


def test_the_command_that_removes_rows_asks_for_their_whole_key() -> None:
    stage = stage_of(region="eu-west-1")
    said = removal_command(stage, "payments", PAYMENTS_KEY, "ord-1")
    parts = re.fullmatch(r"(aws .*) \| (jq .*) \| while read -r key; do (aws .*); done", said)
    assert parts
    asked, keys, deleted = (shlex.split(part) for part in parts.groups())
    assert asked[:3] == ["aws", "dynamodb", "query"]
    assert asked[3:7] == deleted[3:7] == ["--table-name", "payments", "--region", "eu-west-1"]
    assert json.loads(asked[-1]) == {":value": {"S": "ord-1"}}
    assert "paymentKey = :value" in asked
    assert keys == ["jq", "-c", ".Items[] | {paymentKey, entry}"]
    assert deleted[:3] == ["aws", "dynamodb", "delete-item"]
    assert deleted[-2:] == ["--key", "$key"]


def test_whoever_stops_the_removal_is_told_what_is_left(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Tables, "delete_item", stop)
    with pytest.raises(KeyboardInterrupt):
        made.remove()
    said = capsys.readouterr().out
    assert "the removal was stopped" in said
    for name in ("ord-1 in orders", "verify-run-in-stock in products", "ada in events"):
        assert name in said


def test_what_aws_refuses_is_a_failed_step_and_the_removal_still_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def client(stage: DeployedStage, service: str) -> Any:
        if service == "cognito-idp":
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "AdminCreateUser")
        return Tables()

    monkeypatch.setattr(DeployedStage, "client", client)
    monkeypatch.setattr("operations.verify.made.unended", lambda stage, orders: {})
    assert command.verify(stage_of(), None, 1) == 1
    said = capsys.readouterr().out
    assert "FAILED" in said
    assert "AccessDeniedException" in said
    assert "lack one of the permissions that docs/runbook.md lists" in said
    assert "left: buyer verify-" in said


class Sagas:
    def __init__(self, status: str | None, order: Any) -> None:
        self._status, self._order = status, order

    def saga_status(self, order_id: str) -> str | None:
        return self._status

    def order(self, order_id: str) -> Any:
        return self._order


@pytest.mark.parametrize(
    ("saga", "status", "reason"),
    [
        ("SUCCEEDED", FINALIZED, ""),
        ("RUNNING", FINALIZED, "its saga is still running"),
        (None, PENDING, "its saga has not started"),
        (None, FINALIZED, ""),
        ("FAILED", PENDING, "its saga ended as FAILED; settle it with make redrive ORDER=ord-1"),
    ],
)
def test_an_order_stays_while_its_saga_needs_it(
    monkeypatch: pytest.MonkeyPatch, saga: str | None, status: str, reason: str
) -> None:
    monkeypatch.setattr(
        ended_sagas, "StuckOrders", lambda stage, table: Sagas(saga, StoredOrder(status))
    )
    left = ended_sagas.unended(stage_of(), ["ord-1"], seconds=0)
    assert left.get("ord-1", "").startswith(reason)
    assert bool(left) is bool(reason)
