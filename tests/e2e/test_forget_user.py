"""``make forget-user`` on the local stage: one user goes, everybody else stays."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest

from local.local_stage import LocalStage
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from local.trials.stored_state import movements
from operations.forget_user import __main__ as command
from operations.forget_user import erase
from tests.e2e.test_saga_on_stage import ended

pytestmark = pytest.mark.xdist_group("stage")

Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda: capsys.readouterr().out


@pytest.fixture
def carol(stage: LocalStage) -> Buyer:
    """A buyer whom no other test knows."""
    (made,) = seed_buyers(stage.client, stage.outputs, [f"{secrets.token_hex(6)}@example.com"])
    return Buyer(stage.outputs, made).sign_in()


def bought(stage: LocalStage, buyer: Buyer, product_id: str = "mug-02") -> str:
    """The id of an order whose saga has ended."""
    order_id = str(buyer.check_out(product_id, secrets.token_hex(8)).body["orderId"])
    assert ended(stage, order_id) == "SUCCEEDED"
    return order_id


def forget(outputs: str, user_id: str, *more: str) -> int:
    return command.main(["--outputs", outputs, *more, user_id])


def row(stage: LocalStage, order_id: str) -> dict[str, Any]:
    found: dict[str, Any] = stage.client("dynamodb").get_item(
        TableName=stage.outputs["orders_table"], Key={"orderId": {"S": order_id}}
    )["Item"]
    return found


def test_a_user_with_orders_an_open_page_and_a_log_is_erased_and_another_is_not(
    stage: LocalStage, outputs: str, said: Said, carol: Buyer, ada: Buyer
) -> None:
    page, adas_page = carol.open_page(), ada.open_page()
    orders = [bought(stage, carol), bought(stage, carol, "vase-07")]
    adas = bought(stage, ada)
    adas_row = row(stage, adas)

    assert forget(outputs, carol.user_id, "--list") == 1
    listed = said()
    assert "a sign-in, orders: 2, connections: 1" in listed
    assert all(f"order: {order_id}" in listed for order_id in orders)
    assert row(stage, orders[0])["userId"]["S"] == carol.user_id

    assert forget(outputs, carol.user_id) == 0
    printed = said()
    assert f"nothing else on this stage names {carol.user_id}" in printed
    assert "LEFT" not in printed
    page.wait_until_closed()

    kept = row(stage, orders[0])
    assert kept["userId"]["S"].startswith("forgotten-")
    assert "paymentToken" not in kept
    assert kept["status"] == {"S": "FINALIZED"}
    assert movements(stage, orders[0])  # the ledger is not touched
    assert carol.order(orders[0]).status == 404

    assert row(stage, adas) == adas_row
    adas_page.send({"action": "ping"})
    adas_page.wait_for("realtime.pong")
    adas_page.close()

    assert forget(outputs, carol.user_id) == 0
    assert "no sign-in, orders: 0, connections: 0, rows of the log: 0" in said()


def test_a_run_that_was_stopped_half_way_is_finished_by_the_next(
    stage: LocalStage, outputs: str, said: Said, carol: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [bought(stage, carol), bought(stage, carol)]
    done: list[str] = []

    def forget_one(stage: Any, user_id: str, one: Any) -> bool:
        if done:
            raise KeyboardInterrupt
        done.append(one["orderId"]["S"])
        return forget_buyer(stage, user_id, one)

    forget_buyer = erase._forget_buyer
    with monkeypatch.context() as patched:
        patched.setattr(erase, "_forget_buyer", forget_one)
        with pytest.raises(KeyboardInterrupt):
            forget(outputs, carol.user_id)

    assert {row(stage, one)["userId"]["S"] == carol.user_id for one in orders} == {True, False}
    assert forget(outputs, carol.user_id) == 0
    assert "no sign-in, orders: 1" in said()
    assert all(row(stage, one)["userId"]["S"].startswith("forgotten-") for one in orders)


def test_an_order_that_is_under_way_keeps_everything(
    stage: LocalStage, outputs: str, said: Said, carol: Buyer
) -> None:
    order_id = bought(stage, carol)
    database, table = stage.client("dynamodb"), stage.outputs["orders_table"]
    settled = row(stage, order_id)
    started = f"ord-{secrets.token_hex(20)}"
    # Not PENDING: the orders table's stream would start its saga.
    attention = {**settled, "orderId": {"S": started}, "status": {"S": "NEEDS_ATTENTION"}}
    database.put_item(TableName=table, Item=attention)

    assert forget(outputs, carol.user_id) == 1

    printed = said()
    assert (
        f"under way: {started} is NEEDS_ATTENTION and its saga is not known any more: settle"
        in printed
    )
    assert "nothing was erased" in printed
    assert row(stage, order_id) == settled
    assert carol.sign_in().user_id

    database.delete_item(TableName=table, Key={"orderId": {"S": started}})
    assert forget(outputs, carol.user_id) == 0


def test_a_page_that_connects_amid_the_erasure_is_seen_and_the_next_run_closes_it(
    stage: LocalStage, outputs: str, said: Said, carol: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    close, pages = erase._close, []

    def close_and_open(stage: Any, user_id: str) -> str:
        closed = close(stage, user_id)
        pages.append(carol.open_page())  # with the token that the page still has
        return closed

    with monkeypatch.context() as patched:
        patched.setattr(erase, "_close", close_and_open)
        assert forget(outputs, carol.user_id) == 1
    assert f"LEFT: {stage.outputs['connections_table']}: " in said()

    assert forget(outputs, carol.user_id) == 0
    pages[0].wait_until_closed()


def test_a_message_that_names_the_user_is_named_and_left(
    stage: LocalStage, outputs: str, said: Said, carol: Buyer
) -> None:
    sqs, url = stage.client("sqs"), stage.outputs["push_dead_letter_queue_url"]
    body = json.dumps({"detail": {"userId": carol.user_id}})
    sent = sqs.send_message(QueueUrl=url, MessageBody=body)["MessageId"]

    assert forget(outputs, carol.user_id) == 1
    named = f"LEFT: message {sent} of push_dead_letter_queue_url names the user"
    assert named in said()

    assert deleted(sqs, url, sent)
    assert forget(outputs, carol.user_id) == 0


def deleted(sqs: Any, url: str, message_id: str) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
            if message["MessageId"] == message_id:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                return True
    return False
