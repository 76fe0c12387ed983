"""The whole loop on the local stage: HTTP, saga, push, WebSocket."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from local.local_stage import LocalStage
from local.seed import PRODUCTS
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage
from local.trials.stored_state import movements, net_minor

pytestmark = pytest.mark.xdist_group("stage")

QUIET_SECONDS = 1.0
LAMP_MINOR = next(p["unitPriceMinor"] for p in PRODUCTS if p["productId"] == "lamp-01")


@pytest.fixture
def adas_page(ada: Buyer) -> Iterator[OpenPage]:
    page = ada.open_page()
    yield page
    page.close()


def buy(buyer: Buyer, product_id: str, payment_token: str = "tok_ok") -> str:
    answer = buyer.check_out(product_id, secrets.token_hex(8), payment_token=payment_token)
    assert answer.status == 202, answer
    assert answer.body["status"] == "PENDING"
    return str(answer.body["orderId"])


def events_of(page: OpenPage, order_id: str) -> list[dict[str, object]]:
    return [r.frame for r in page.frames if r.frame.get("subject") == order_id]


@pytest.mark.parametrize(
    ("product_id", "status"), [("lamp-01", "FINALIZED"), ("vase-07", "REFUNDED")]
)
def test_the_outcome_reaches_only_its_buyer(
    ada: Buyer, grace: Buyer, adas_page: OpenPage, product_id: str, status: str
) -> None:
    graces_page = grace.open_page()
    order_id = buy(ada, product_id)
    received = adas_page.wait_for(f"order.{status.lower()}", order_id)
    time.sleep(QUIET_SECONDS)
    graces_page.close()
    assert received.frame["data"]["status"] == status
    assert len(events_of(adas_page, order_id)) == 1
    assert events_of(graces_page, order_id) == []
    assert ada.order(order_id).body["status"] == status
    assert grace.order(order_id).status == 404


def test_both_tabs_of_a_buyer_get_the_outcome_with_one_sequence(
    ada: Buyer, adas_page: OpenPage
) -> None:
    other_tab = ada.open_page()
    order_id = buy(ada, "mug-02")
    first = adas_page.wait_for("order.finalized", order_id)
    second = other_tab.wait_for("order.finalized", order_id)
    other_tab.close()
    assert first.frame == second.frame


@pytest.mark.parametrize("protocols", [["realtime.v1"], ["realtime.v1", "bearer.garbage"]])
def test_no_token_and_a_garbage_token_are_answered_401(
    stage: LocalStage, protocols: list[str]
) -> None:
    assert refused(stage, protocols, stage.outputs["storefront_url"]) == 401


def test_a_foreign_origin_is_answered_403(stage: LocalStage, ada: Buyer) -> None:
    protocols = ["realtime.v1", f"bearer.{ada.token}"]
    assert refused(stage, protocols, "https://elsewhere.example") == 403


def refused(stage: LocalStage, protocols: list[str], origin: str) -> int:
    with pytest.raises(InvalidStatus) as refusal:
        connect(
            stage.outputs["websocket_url"],
            origin=Origin(origin),
            subprotocols=[Subprotocol(name) for name in protocols],
        )
    return refusal.value.response.status_code


def test_the_chosen_subprotocol_is_the_protocol_and_not_the_token(adas_page: OpenPage) -> None:
    assert adas_page.protocol == "realtime.v1"


@pytest.mark.parametrize("frame", ["{not json", '{"action":"dance"}'])
def test_a_frame_nobody_understands_is_answered_and_the_connection_stays(
    adas_page: OpenPage, frame: str
) -> None:
    adas_page.send(frame)
    error = adas_page.wait_for("realtime.error").frame
    assert {"code", "message"} <= error.keys()
    adas_page.send({"action": "ping"})
    assert adas_page.wait_for("realtime.pong").frame == {"type": "realtime.pong"}


def test_the_same_idempotency_key_makes_one_order_and_one_charge(
    stage: LocalStage, ada: Buyer, adas_page: OpenPage
) -> None:
    key = secrets.token_hex(8)
    first, second = (ada.check_out("lamp-01", key) for _ in range(2))
    order_id = first.body["orderId"]
    adas_page.wait_for("order.finalized", order_id)
    third = ada.check_out("lamp-01", key)
    time.sleep(QUIET_SECONDS)
    assert [answer.status for answer in (first, second, third)] == [202, 202, 202]
    assert {second.body["orderId"], third.body["orderId"]} == {order_id}
    assert third.body["status"] == "FINALIZED"
    assert movements(stage, order_id) == {"charge": LAMP_MINOR}
    assert len(events_of(adas_page, order_id)) == 1


def test_a_declined_payment_is_declined_and_takes_no_money(
    stage: LocalStage, ada: Buyer, adas_page: OpenPage
) -> None:
    order_id = buy(ada, "lamp-01", payment_token="tok_declined")
    adas_page.wait_for("order.declined", order_id)
    assert net_minor(stage, order_id) == 0


def test_a_charge_that_took_the_money_and_timed_out_is_refunded(
    stage: LocalStage, ada: Buyer, adas_page: OpenPage
) -> None:
    order_id = buy(ada, "lamp-01", payment_token="tok_timeout")
    adas_page.wait_for("order.refunded", order_id, seconds=60)
    assert movements(stage, order_id) == {"charge": LAMP_MINOR, "refund": LAMP_MINOR}
    assert net_minor(stage, order_id) == 0
