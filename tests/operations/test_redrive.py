"""``make redrive``: what it lists, redrives and prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError

from contract.messages import ORDER_NEEDS_ATTENTION
from operations import redrive, stuck_orders
from operations.deployed_stage import DeployedStage
from operations.stored_order import StoredOrder
from operations.stuck_orders import StuckOrder, StuckOrders
from tests.support.stubbed_aws import EXECUTION, MACHINE, ORDERS, OUTPUTS, Aws

STAGE = DeployedStage(state_machine_arn=MACHINE)
ATTENTION = StoredOrder("NEEDS_ATTENTION")
STUCK = StuckOrder(EXECUTION, "ord-1", "FAILED", "RecoverRefundPayment", "X", ATTENTION)
CALL = {"kind": ORDER_NEEDS_ATTENTION, "executionArn": EXECUTION}


def test_looking_changes_nothing(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_stuck()
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs, "--list"]) == 1
    line = capsys.readouterr().out.splitlines()[1].split()
    assert line == ["ord-1", "FAILED", "RecoverRefundPayment", "AccessDenied", "NEEDS_ATTENTION"]


def test_a_stuck_order_is_run_on_and_its_messages_are_dropped(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_stuck()
    aws.expect_redrive()
    aws.expect_status("SUCCEEDED")
    aws.expect_order(status="NEEDS_ATTENTION", resolvedAs="REFUNDED")
    aws.expect_messages(CALL, {"detail": {"executionArn": EXECUTION, "status": "FAILED"}})
    aws.expect_messages()
    for handle in ("r0", "r1"):
        aws.expect_status("SUCCEEDED")
        aws.expect_dropped(handle)
    assert redrive.main(["--outputs", outputs]) == 0
    said = capsys.readouterr().out
    assert "ord-1: SUCCEEDED, the order is NEEDS_ATTENTION, resolved as REFUNDED" in said
    assert "2 messages settled, 0 left" in said


def test_an_order_that_can_no_longer_be_redriven_stays_and_says_why(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_stuck(redrive_status="NOT_REDRIVABLE")
    aws.refuse_redrive("ended 15 days ago")
    aws.expect_messages()  # its message is gone by then: the order alone must make it exit 1
    assert redrive.main(["--outputs", outputs]) == 1
    said = capsys.readouterr().out
    assert "ord-1: cannot be redriven: ended 15 days ago" in said
    assert "0 messages settled, 0 left" in said


def test_an_order_that_fails_again_stays(
    aws: Aws, outputs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stuck_orders, "STALE_SECONDS", 0)
    aws.expect_stuck()
    aws.expect_redrive()
    aws.expect_status("FAILED")
    aws.expect_order(status="NEEDS_ATTENTION")
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs]) == 1


def test_a_message_that_is_left_is_named_and_makes_it_exit_1(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_nothing_stuck()
    aws.expect_messages({"test": "hello"})
    aws.expect_messages()
    aws.expect_put_back()
    assert redrive.main(["--outputs", outputs]) == 1
    said = capsys.readouterr().out
    assert "message m0 is left: neither the saga nor Step Functions sent it" in said
    assert "0 messages settled, 1 left" in said


@pytest.mark.parametrize(
    "item",
    [{"status": "NEEDS_ATTENTION", "resolvedAs": "REFUNDED"}, {"status": "REFUNDED"},
     {"status": "DECLINED"}, {"status": "FINALIZED"}],
)  # fmt: skip
def test_an_order_that_was_put_right_by_hand_is_done(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str], item: dict[str, str]
) -> None:
    aws.expect_stuck(redrive_status="NOT_REDRIVABLE", **item)
    aws.expect_messages(CALL)
    aws.expect_messages()
    aws.expect_status("FAILED")
    aws.expect_order(**item)
    aws.expect_outcome_notified({"orderId": "ord-1"}, {"userId": "ada", "event": {"id": "ord-1:X"}})
    aws.expect_dropped()
    assert redrive.main(["--outputs", outputs]) == 0
    said = capsys.readouterr().out
    assert "no order is stuck" in said
    assert "1 messages settled, 0 left" in said


@pytest.mark.parametrize("item", [{"status": "PENDING"}, {"status": "NEEDS_ATTENTION"}])
def test_no_other_order_counts_as_put_right(aws: Aws, outputs: str, item: dict[str, str]) -> None:
    aws.expect_stuck(redrive_status="NOT_REDRIVABLE", **item)
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs, "--list"]) == 1


@pytest.mark.parametrize(("redrive_status", "code"), [("REDRIVABLE", 1), ("NOT_REDRIVABLE", 0)])
def test_a_saga_that_stopped_before_it_told_is_listed_while_it_can_be_run_on(
    aws: Aws, outputs: str, redrive_status: str, code: int
) -> None:
    aws.expect_stuck("ReportFailedPush", redrive_status, status="FINALIZED")
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs, "--list"]) == code


def test_an_execution_that_is_still_running_is_waited_for_and_then_left(aws: Aws) -> None:
    pauses: list[float] = []
    for _ in range(3):
        aws.expect_status("RUNNING")
    orders = StuckOrders(STAGE, ORDERS)
    assert orders.wait(STUCK, 3, pauses.append) == "RUNNING"
    assert pauses == [1.0, 1.0, 1.0]


def test_the_end_before_the_redrive_is_not_taken_for_the_one_after_it(aws: Aws) -> None:
    for status in ("FAILED", "FAILED", "RUNNING", "SUCCEEDED"):
        aws.expect_status(status)
    orders = StuckOrders(STAGE, ORDERS)
    assert orders.wait(STUCK, 60, lambda _: None) == "SUCCEEDED"


def test_a_saga_that_fails_again_is_told_after_a_while(aws: Aws) -> None:
    for _ in range(6):
        aws.expect_status("FAILED")
    orders = StuckOrders(STAGE, ORDERS)
    assert orders.wait(STUCK, 60, lambda _: None) == "FAILED"


def test_without_usable_outputs_it_says_how_to_get_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redrive.main(["--outputs", str(tmp_path / "none.json")]) == 2
    assert "pulumi stack output --json" in capsys.readouterr().err
    (tmp_path / "broken.json").write_text("{")
    assert redrive.main(["--outputs", str(tmp_path / "broken.json")]) == 2
    lacking = tmp_path / "lacking.json"
    lacking.write_text(json.dumps(OUTPUTS | {"orders_table": ""}))
    assert redrive.main(["--outputs", str(lacking)]) == 2
    assert "the outputs lack orders_table;" in capsys.readouterr().err


def test_a_local_stage_that_was_killed_is_said_to_be_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({**OUTPUTS, "emulator_url": "http://127.0.0.1:1"}))
    assert redrive.main(["--outputs", str(file), "--list"]) == 2
    assert "is not running any more: nothing answers at http://127.0.0.1:1;" in (
        capsys.readouterr().err
    )


def test_a_stage_that_cannot_be_asked_is_one_sentence(
    outputs: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(*_: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://states.eu-west-1.amazonaws.com/")

    monkeypatch.setattr(StuckOrders, "find", find)
    assert redrive.main(["--outputs", outputs, "--list"]) == 2
    said = capsys.readouterr().err
    assert "cannot be reached" in said
    assert "https://states.eu-west-1.amazonaws.com/" in said


def test_a_request_that_aws_refuses_is_one_sentence(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.stubs["stepfunctions"].add_client_error("list_executions", "AccessDeniedException", "no")
    assert redrive.main(["--outputs", outputs, "--list"]) == 2
    said = capsys.readouterr().err
    assert f"AWS refused a request to the stage of {outputs}: " in said
    assert "AccessDeniedException" in said
