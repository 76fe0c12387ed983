"""``make verify`` on the local stage: it passes, or one thing is broken and it names that."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer as Shopper
from operations.verify import __main__ as command
from operations.verify import buyer as buyers
from operations.verify import steps
from operations.verify.buyer import Buyer
from operations.verify.line import Line
from operations.verify.made import Made
from operations.verify.report import VerificationError
from operations.verify.stage import StageToVerify
from tests.e2e.test_saga_on_stage import scale_waits

pytestmark = pytest.mark.xdist_group("stage")

TABLES = ("orders_table", "products_table", "payments_table", "steps_table", "allowances_table",
          "connections_table", "events_table")  # fmt: skip
Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda: capsys.readouterr().out


@pytest.fixture
def quick_retries(stage: LocalStage) -> Iterator[None]:
    scale_waits(stage, 0)
    yield
    scale_waits(stage, 1)


def write(tmp_path: Path, stage: LocalStage, **changed: object) -> str:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(stage.outputs | changed))
    return str(file)


def verify(outputs: str, wait: int = 60, *more: str) -> int:
    return command.main(["--outputs", outputs, "--wait", str(wait), *more])


@contextmanager
def broken(stage: LocalStage, function: str, **variables: str) -> Iterator[None]:
    """The function has these variables in the block."""
    functions = stage.client("lambda")
    name = stage.provisioner.functions[function].physical_name
    before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]

    def configure(values: dict[str, str]) -> None:
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": values}
        )

    configure(before | variables)
    try:
        yield
    finally:
        configure(before)


def remains(stage: LocalStage, printed: str) -> list[str]:
    """Where the stage still holds anything of the run whose lines were printed."""
    (run,) = re.findall(r"Verification ([0-9a-f]+) of", printed)
    words = {run, *re.findall(r"ord-[0-9a-f]{40}", printed)}
    words |= {user for user in re.findall(r"signs in: (\S+)", printed)}
    database = stage.client("dynamodb")
    held = {
        table: json.dumps(database.scan(TableName=stage.outputs[table])["Items"], default=str)
        for table in TABLES
    }
    pool = stage.client("cognito-idp").list_users(UserPoolId=stage.outputs["user_pool_id"])
    held["users"] = json.dumps(pool["Users"], default=str)
    return sorted(place for place, text in held.items() if any(word in text for word in words))


def test_a_stage_that_works_passes_and_nothing_is_left(
    stage: LocalStage, tmp_path: Path, said: Said
) -> None:
    assert verify(write(tmp_path, stage)) == 0

    printed = said()
    verdicts = re.findall(r"^  (ok|FAILED) ", printed, re.MULTILINE)
    assert verdicts == ["ok"] * 12
    assert "FINALIZED comes on the open WebSocket: sequence 00000000000000000001" in printed
    assert "REFUNDED comes on the open WebSocket: sequence 00000000000000000002" in printed
    replayed = ", ".join(f"{number:020d}" for number in (1, 2, 3))
    assert f"after the line was lost, all of them are replayed: {replayed}" in printed
    assert remains(stage, printed) == []


def test_the_buyer_of_a_token_keeps_their_log_and_nothing_else_of_the_run(
    stage: LocalStage, tmp_path: Path, said: Said, ada: Shopper
) -> None:
    token = tmp_path / "token"
    token.write_text(ada.token + "\n")
    foreign = {"user_pool_id": "", "user_pool_client_id": "", "oidc_issuer": "https://id.example"}

    assert verify(write(tmp_path, stage, **foreign), 60, "--token", str(token)) == 0

    printed = said()
    assert f"the buyer of the token: {ada.user_id}" in printed
    assert ada.token not in printed
    assert "the buyer's log keeps this run's events" in printed
    assert remains(stage, printed) == ["events_table"]


def test_an_origin_that_the_stage_does_not_allow_is_named(
    stage: LocalStage, tmp_path: Path, said: Said
) -> None:
    outputs = write(tmp_path, stage, allowed_origins=["https://elsewhere.example.com"])

    assert verify(outputs) == 1

    printed = said()
    assert re.search(r"FAILED .* the WebSocket opens: no 101: \S+ answered 403", printed)
    assert "likely cause: the origin." in printed
    assert remains(stage, printed) == []


def test_a_token_that_the_authorizer_refuses_is_named(
    stage: LocalStage, tmp_path: Path, said: Said, ada: Shopper
) -> None:
    head, payload, _ = ada.token.split(".")
    forged = tmp_path / "token"
    forged.write_text(f"{head}.{payload}.{'A' * 342}")

    assert verify(write(tmp_path, stage), 60, "--token", str(forged)) == 1

    printed = said()
    assert "answered 401" in printed
    assert "likely cause: the connect authorizer does not take the token" in printed
    assert remains(stage, printed) == []


def test_a_step_of_the_saga_that_throws_is_named(
    stage: LocalStage, tmp_path: Path, said: Said, quick_retries: None
) -> None:
    with broken(stage, "checkout-reserve-stock-function", PRODUCTS_TABLE="gone"):
        assert verify(write(tmp_path, stage)) == 1

    printed = said()
    assert "expected order.finalized, got order.refunded" in printed
    assert "REFUNDED (ProcessingFailed)" in printed
    assert "ReserveStock failed: " in printed
    assert "likely cause: the saga's step ReserveStock: read the log" in printed
    assert remains(stage, printed) == []


def test_a_push_function_that_fails_is_named_and_so_is_what_is_left(
    stage: LocalStage, tmp_path: Path, said: Said, quick_retries: None
) -> None:
    with broken(stage, "notifier-push-event-function", EVENTS_TABLE="gone"):
        assert verify(write(tmp_path, stage), 5) == 1

    printed = said()
    assert "expected order.finalized, nothing came within 5 s" in printed
    assert "the buyer's log does not hold it; open connections in the table: 1" in printed
    assert "likely cause: the outcome is committed and the push function did not store it: " in (
        printed
    )
    assert "NotifyFinalized could not run it" in printed
    (order_id,) = set(re.findall(r"ord-[0-9a-f]{40}", printed))
    assert f"left: a message about {order_id} in the attention queue" in printed
    assert remains(stage, printed) == []
    assert drained(stage, order_id)


def drained(stage: LocalStage, order_id: str) -> bool:
    """Delete the message about the order, which other tests do not expect."""
    sqs, url = stage.client("sqs"), stage.outputs["attention_queue_url"]
    for _ in range(20):
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
            if order_id in message["Body"]:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                return True
    return False


def test_a_lost_row_of_the_connection_is_named(
    stage: LocalStage, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = buyers.order

    def order_without_a_row(target: StageToVerify, buyer: Buyer, product_id: str) -> str:
        database, table = stage.client("dynamodb"), stage.outputs["connections_table"]
        for row in database.scan(TableName=table)["Items"]:
            if row["userId"]["S"] == buyer.user_id:
                key = {name: row[name] for name in ("userId", "connectionId")}
                database.delete_item(TableName=table, Key=key)
        return order(target, buyer, product_id)

    monkeypatch.setattr(steps, "order", order_without_a_row)
    assert verify(write(tmp_path, stage), 5) == 1

    printed = said()
    assert "holds it as 00000000000000000001; open connections in the table: 0" in printed
    assert "the connections table has no row of the open line" in printed
    assert remains(stage, printed) == []


def test_a_bus_that_does_not_reach_the_push_queue_is_named(
    stage: LocalStage, tmp_path: Path, grace: Shopper
) -> None:
    target = StageToVerify.from_file(Path(write(tmp_path, stage)))
    buyer = Buyer(grace.token, grace.user_id, is_marked=False)
    made, line = Made(target, "run"), Line(target, grace.token)
    made.buyer = buyer
    bus = stage.outputs["event_bus_arn"].rpartition("/")[2]
    events = stage.client("events")
    (rule,) = [
        one["Name"]
        for one in events.list_rules(EventBusName=bus)["Rules"]
        if "realtime.push" in one.get("EventPattern", "")
    ]
    events.disable_rule(Name=rule, EventBusName=bus)
    try:
        with pytest.raises(VerificationError) as failed:
            steps.Verification(target, made, buyer, "run", 3).push(line)
    finally:
        events.enable_rule(Name=rule, EventBusName=bus)
        line.drop()

    assert any("the rule of detail-type realtime.push" in one for one in failed.value.causes)
    assert [one for one in made.remove() if "the push verify-run on the bus" in one]


def test_what_was_made_is_removed_when_somebody_stops_it_amid_an_order(
    stage: LocalStage, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, placed = buyers.order, []

    def interrupted(*given: Any) -> str:
        placed.append(order(*given))
        raise KeyboardInterrupt  # the order exists, and its id is not known

    monkeypatch.setattr(steps, "order", interrupted)
    with pytest.raises(KeyboardInterrupt):
        verify(write(tmp_path, stage))

    printed = said()
    assert "FAILED" in printed
    assert "what was made is removed: nothing is left" in printed
    assert remains(stage, printed + placed[0]) == []
