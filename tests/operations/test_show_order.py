"""``make show-order``: the stored order as the saga's functions take it, or one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from functions.checkout.domain.order import Order, OrderLine
from operations import show_order
from tests.support.stubbed_aws import MACHINE, ORDERS, OUTPUTS, Aws

LINES = (
    OrderLine(product_id="mug-01", quantity=2, unit_price_minor=1299),
    OrderLine(product_id="vase-07", quantity=1, unit_price_minor=4000),
)
ORDER = Order(order_id="ord-1", user_id="ada", lines=LINES, amount_minor=6598, currency="EUR",
              payment_token="tok_ok")  # fmt: skip
LATER: dict[str, Any] = {"giftNote": "für Ada", "weights": [{"kg": 2}, None], "gift": True}
"""Attributes that an order may have some day."""


def shown(aws: Aws, outputs: str, item: dict[str, Any], capsys: Any) -> dict[str, Any]:
    stored = {name: TypeSerializer().serialize(value) for name, value in item.items()}
    wanted = {"TableName": ORDERS, "Key": {"orderId": {"S": "ord-1"}}, "ConsistentRead": True}
    aws.expect("dynamodb", "get_item", wanted, {"Item": stored})
    assert show_order.main(["--outputs", outputs, "ord-1"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_every_stored_attribute_is_printed_whatever_its_name(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {**ORDER.to_payload(), **LATER, "status": "NEEDS_ATTENTION"}
    printed = shown(aws, outputs, item, capsys)["order"]
    assert printed == {name: value for name, value in item.items() if name != "paymentToken"}


def test_the_sagas_functions_read_what_is_printed(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {**ORDER.to_payload(), **LATER, "status": "PENDING", "createdAt": "2026-01-01"}
    assert (
        Order.from_payload(shown(aws, outputs, item, capsys)["order"]).to_saga() == ORDER.to_saga()
    )


def test_a_stage_without_the_outputs_of_other_commands_will_do(
    aws: Aws, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.json"
    few.write_text(json.dumps({"state_machine_arn": MACHINE, "orders_table": ORDERS}))
    item = {"orderId": "ord-1"}
    assert shown(aws, str(few), item, capsys) == {"order": item}


@pytest.mark.parametrize("lost", ["state_machine_arn", "orders_table"])
def test_an_output_that_is_missing_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lost: str
) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS | {lost: ""}))
    assert show_order.main(["--outputs", str(file), "ord-1"]) == 2
    assert f"the outputs lack {lost};" in capsys.readouterr().err


@pytest.mark.parametrize("order_id", ["ord-1", ""])
def test_an_order_that_is_not_stored_is_one_sentence(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str], order_id: str
) -> None:
    if order_id:
        aws.expect_order()
    assert show_order.main(["--outputs", outputs, order_id]) == 2
    said = capsys.readouterr()
    assert f"no such order: {order_id!r}. The table orders does not hold it" in said.err
    assert said.out == ""


def test_a_local_stage_that_is_gone_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({**OUTPUTS, "emulator_url": "http://127.0.0.1:1"}))
    assert show_order.main(["--outputs", str(file), "ord-1"]) == 2
    assert "is not running any more" in capsys.readouterr().err


def test_a_request_that_aws_refuses_is_one_sentence(
    aws: Aws, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.stubs["dynamodb"].add_client_error("get_item", "AccessDeniedException", "no")
    assert show_order.main(["--outputs", outputs, "ord-1"]) == 2
    assert "AWS refused a request to the stage of" in capsys.readouterr().err
