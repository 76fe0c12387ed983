"""The saga on the local stage's engine: the same ways and ends as in process, and what is stuck."""

from __future__ import annotations

import json
import secrets
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from local.trials.flash_sale import run_flash_sale
from local.trials.open_page import OpenPage
from local.trials.stored_state import movements, net_minor, stock_of
from operations import redrive, show_order
from tests.saga.scenarios import SCENARIOS, definition
from tests.saga.world import World, handlers_on

pytestmark = pytest.mark.xdist_group("stage")

IN_STOCK, SOLD_OUT = "chair-03", "vase-07"
BOUGHT = {
    "pays, in stock": (IN_STOCK, "tok_ok"),
    "pays, out of stock": (SOLD_OUT, "tok_ok"),
    "is declined": (IN_STOCK, "tok_declined"),
    "charge times out, taken": (IN_STOCK, "tok_timeout"),
    "charge times out, not taken": (IN_STOCK, "tok_unavailable"),
}


@pytest.fixture
def page(ada: Buyer) -> Iterator[OpenPage]:
    opened = ada.open_page()
    yield opened
    opened.close()


def buy(buyer: Buyer, product_id: str, token: str = "tok_ok") -> str:
    answer = buyer.check_out(product_id, secrets.token_hex(8), payment_token=token)
    return str(answer.body["orderId"])


def entered(stage: LocalStage, order_id: str) -> list[str]:
    """The states that the order's execution went through."""
    arn = (
        f"{stage.outputs['state_machine_arn'].replace(':stateMachine:', ':execution:')}:{order_id}"
    )
    history = stage.client("stepfunctions").get_execution_history(executionArn=arn, maxResults=900)
    details = (event.get("stateEnteredEventDetails") for event in history["events"])
    return [found["name"] for found in details if found]


def ended(stage: LocalStage, order_id: str) -> str:
    """The execution's status once it has ended."""
    arn = (
        f"{stage.outputs['state_machine_arn'].replace(':stateMachine:', ':execution:')}:{order_id}"
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        status = stage.client("stepfunctions").describe_execution(executionArn=arn)["status"]
        if status != "RUNNING":
            return str(status)
        time.sleep(0.1)
    raise TimeoutError(order_id)


@pytest.mark.parametrize("scenario", BOUGHT)
def test_the_stages_engine_goes_the_way_of_the_small_interpreter(
    stage: LocalStage, ada: Buyer, page: OpenPage, scenario: str
) -> None:
    product_id, token = BOUGHT[scenario]
    stock = stock_of(stage, product_id)
    order_id = buy(ada, product_id, token)
    ends = SCENARIOS[scenario].ends
    page.wait_for(f"order.{ends.lower()}", order_id, seconds=60)
    assert ended(stage, order_id) == "SUCCEEDED"

    world = World(scenario, {}, definition())
    with handlers_on(world.store):
        world.run()
    assert entered(stage, order_id) == world.execution.entered
    order = ada.order(order_id).body
    assert order["status"] == ends
    assert net_minor(stage, order_id) == (order["amountMinor"] if ends == "FINALIZED" else 0)
    assert stock_of(stage, product_id) == stock - (ends == "FINALIZED")


def test_an_order_whose_process_died_before_its_saga_started_is_started_all_the_same(
    stage: LocalStage, ada: Buyer, page: OpenPage
) -> None:
    like = buy(ada, IN_STOCK)
    page.wait_for("order.finalized", like)
    database, table = stage.client("dynamodb"), stage.outputs["orders_table"]
    item = database.get_item(TableName=table, Key={"orderId": {"S": like}})["Item"]
    stored = f"ord-{secrets.token_hex(20)}"
    del item["committedAt"]

    database.put_item(
        TableName=table, Item={**item, "orderId": {"S": stored}, "status": {"S": "PENDING"}}
    )

    page.wait_for("order.finalized", stored, seconds=60)
    assert movements(stage, stored) == movements(stage, like)


@pytest.fixture
def broken_refund(stage: LocalStage) -> Iterator[Any]:
    """The refund cannot reach the ledger until the fixture's value is called."""
    functions = stage.client("lambda")
    name = stage.provisioner.functions["checkout-refund-payment-function"].physical_name
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    scale_waits(stage, 0)

    def set_table(table: str) -> None:
        changed = {**variables, "PAYMENTS_TABLE": table}
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": changed}
        )

    set_table("gone")
    yield lambda: set_table(variables["PAYMENTS_TABLE"])
    set_table(variables["PAYMENTS_TABLE"])
    scale_waits(stage, 1)


def scale_waits(stage: LocalStage, scale: float) -> None:
    """Shorten the emulator's waits between tries."""
    request = urllib.request.Request(
        f"{stage.outputs['emulator_url']}/_ministack/config",
        json.dumps({"stepfunctions._SFN_WAIT_SCALE": scale}).encode(),
    )
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10).close()


@pytest.fixture
def stuck(stage: LocalStage, ada: Buyer, page: OpenPage, broken_refund: Any) -> str:
    """An order whose refund is broken, once its saga has failed."""
    order_id = buy(ada, SOLD_OUT)
    page.wait_for("order.needs_attention", order_id, seconds=90)
    assert ended(stage, order_id) == "FAILED"
    return order_id


def test_a_broken_refund_is_seen_told_and_run_on_once_it_is_mended(
    stage: LocalStage,
    ada: Buyer,
    page: OpenPage,
    broken_refund: Any,
    stuck: str,
    outputs: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    order_id = stuck
    states = entered(stage, order_id)
    assert {"RecoverReleaseStock", "RecoverRefundPayment"} == set(states[-2:])
    assert net_minor(stage, order_id) > 0

    assert redrive.main(["--outputs", outputs, "--list"]) == 1
    listed = capsys.readouterr().out
    assert order_id in listed
    assert "RecoverRefundPayment" in listed
    assert "NEEDS_ATTENTION" in listed

    broken_refund()
    assert redrive.main(["--outputs", outputs]) == 0
    told = capsys.readouterr().out
    assert f"{order_id}: SUCCEEDED, the order is NEEDS_ATTENTION, resolved as REFUNDED" in told
    assert "2 messages settled, 0 left" in told  # the saga's own, and the rule's
    assert net_minor(stage, order_id) == 0
    order = ada.order(order_id).body
    assert (order["status"], order["resolvedAs"]) == ("NEEDS_ATTENTION", "REFUNDED")
    # A page may get a copy of an event, which it drops by its sequence; never another one.
    heard = {
        (r.frame["sequence"], r.frame["type"])
        for r in page.frames
        if r.frame.get("subject") == order_id
    }
    assert [kind for _, kind in heard] == ["order.needs_attention"]
    assert redrive.main(["--outputs", outputs]) == 0


def test_an_order_settled_by_the_runbooks_manual_way_is_done(
    stage: LocalStage,
    ada: Buyer,
    page: OpenPage,
    broken_refund: Any,
    stuck: str,
    outputs: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    order_id = stuck
    broken_refund()

    assert show_order.main(["--outputs", outputs, order_id]) == 0
    order = json.loads(capsys.readouterr().out)
    for module, more in (
        ("commit-outcome", {"transition": "fence_finalize"}),
        ("release-stock", {}),
        ("refund-payment", {}),
        ("commit-outcome", {"transition": "resolve", "businessErrors": {}}),
    ):
        name = stage.provisioner.functions[f"checkout-{module}-function"].physical_name
        payload = json.dumps(order | more)
        answer = stage.client("lambda").invoke(FunctionName=name, Payload=payload)
        assert "FunctionError" not in answer
    assert net_minor(stage, order_id) == 0

    arguments = ["--outputs", outputs, "--order", order_id]
    assert redrive.main([*arguments, "--list"]) == 0
    stands = "the order is NEEDS_ATTENTION, resolved as REFUNDED, its saga FAILED"
    assert f"{order_id} is not stuck: {stands}" in capsys.readouterr().out
    assert redrive.main(arguments) == 0
    assert "2 messages settled, 0 left" in capsys.readouterr().out
    heard = {r.frame["sequence"] for r in page.frames if r.frame.get("subject") == order_id}
    assert len(heard) == 1
    assert redrive.main(["--outputs", outputs, "--order", "typo"]) == 2


def test_other_services_hear_of_an_end_on_the_bus_once(
    stage: LocalStage, ada: Buyer, page: OpenPage
) -> None:
    events, sqs = stage.client("events"), stage.client("sqs")
    url = sqs.create_queue(QueueName=f"listener-{secrets.token_hex(4)}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    bus = stage.outputs["event_bus_arn"].rsplit("/", 1)[-1]
    pattern = json.dumps({"source": ["checkout"]})
    events.put_rule(Name="listener", EventBusName=bus, EventPattern=pattern)
    target = {"Id": "listener", "Arn": arn["QueueArn"]}
    events.put_targets(Rule="listener", EventBusName=bus, Targets=[target])

    order_id = buy(ada, IN_STOCK)
    page.wait_for("order.finalized", order_id)
    heard: list[Any] = []
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not heard:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        bodies = [json.loads(message["Body"]) for message in answer.get("Messages", [])]
        heard += [body for body in bodies if body["detail"]["subject"] == order_id]

    assert [body["detail-type"] for body in heard] == ["order.finalized"]
    assert heard[0]["detail"]["data"] == {"orderId": order_id, "status": "FINALIZED"}


def test_one_key_sent_eight_times_at_the_same_instant_is_one_order_and_one_charge(
    stage: LocalStage, ada: Buyer, page: OpenPage
) -> None:
    key = secrets.token_hex(8)
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda _: ada.check_out(IN_STOCK, key), range(8)))
    (order_id,) = {str(answer.body["orderId"]) for answer in answers}
    page.wait_for("order.finalized", order_id)

    assert {answer.status for answer in answers} == {202}
    assert movements(stage, order_id) == {"charge": ada.order(order_id).body["amountMinor"]}
    repeated = ada.check_out(IN_STOCK, key).body
    assert (repeated["orderId"], repeated["status"]) == (order_id, "FINALIZED")
    assert ada.check_out(SOLD_OUT, key).status == 422


def test_many_buyers_at_once_get_exactly_the_units_there_are(stage: LocalStage) -> None:
    """``make flash-sale`` does the same with 500 buyers for 50 units."""
    assert run_flash_sale(stage, buyers=60, units=6).wrong(buyers=60, units=6) == []
