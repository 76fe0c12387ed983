"""``--order``: only these orders, each of them answered for, and none that nobody knows."""

from __future__ import annotations

import pytest

from contract.messages import ORDER_NEEDS_ATTENTION
from operations import redrive
from tests.support.stubbed_aws import EXECUTION, Aws


def test_an_order_that_nobody_knows_is_a_mistake_and_changes_nothing(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for code in ("ExecutionDoesNotExist", "InvalidArn"):
        aws.expect_order()
        aws.stubs["stepfunctions"].add_client_error("describe_execution", code)
        assert redrive.main(["--outputs", outputs, "--order", "ord-1", "--order", ""]) == 2
        said = capsys.readouterr().err
        assert "no such order: 'ord-1', ''. The table orders does not hold it" in said
        assert "the outputs of the order's own stage" in said


@pytest.mark.parametrize(
    ("item", "saga", "said"),
    [
        ({"status": "FINALIZED"}, "SUCCEEDED", "the order is FINALIZED, its saga SUCCEEDED"),
        ({"status": "PENDING"}, None, "the order is PENDING, its saga not known to Step Functions"),
        ({}, "RUNNING", "the order is not stored, its saga RUNNING"),
    ],
)
def test_a_known_order_that_is_not_stuck_says_so(
    aws: Aws,
    outputs: str,
    capsys: pytest.CaptureFixture[str],
    item: dict[str, str],
    saga: str | None,
    said: str,
) -> None:
    aws.expect_order(**item)
    if saga:
        aws.expect_status(saga)
    else:
        aws.stubs["stepfunctions"].add_client_error("describe_execution", "ExecutionDoesNotExist")
    aws.expect_nothing_stuck()
    aws.expect_messages({"kind": ORDER_NEEDS_ATTENTION, "executionArn": f"{EXECUTION}0"})
    aws.expect_messages()
    aws.expect_put_back()  # another order's: it is none of this command's business
    assert redrive.main(["--outputs", outputs, "--order", "ord-1"]) == 0
    assert f"ord-1 is not stuck: {said}" in capsys.readouterr().out


def test_only_the_order_that_was_asked_for_is_run_on(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.expect_order(status="NEEDS_ATTENTION")
    aws.expect_status("FAILED")
    aws.expect_listing("FAILED", "ord-2")
    aws.expect_listing("TIMED_OUT", "ord-1")
    aws.expect_status("TIMED_OUT")
    aws.expect_history("RecoverRefundPayment")
    aws.expect_order(status="NEEDS_ATTENTION")
    aws.expect_listing("ABORTED", None)
    aws.expect_messages()
    assert redrive.main(["--outputs", outputs, "--order", "ord-1", "--list"]) == 1
    said = capsys.readouterr().out
    assert "ord-2" not in said
    assert "not stuck" not in said
