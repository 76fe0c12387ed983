"""An order that needed a person: the page says so, and later that it was put right."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.support.chromium import chromium, orders, sign_in, wait_for
from tools.chromium import SECONDS

pytestmark = pytest.mark.xdist_group("pages")

REMEMBER = "localStorage.setItem('orders.' + arguments[0], JSON.stringify([arguments[1]]))"


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def order_id(stage: LocalStage, grace: Buyer) -> str:
    """An order that ended as NEEDS_ATTENTION, as the saga stores one."""
    like = grace.check_out("mug-02", secrets.token_hex(8)).body["orderId"]
    table, made = stage.outputs["orders_table"], f"ord-{secrets.token_hex(20)}"
    database = stage.client("dynamodb")
    item = database.get_item(TableName=table, Key={"orderId": {"S": like}})["Item"]
    changes = {"orderId": {"S": made}, "status": {"S": "NEEDS_ATTENTION"},
               "committedAt": item["createdAt"]}  # fmt: skip
    database.put_item(TableName=table, Item={**item, **changes})
    return made


def put_right(stage: LocalStage, order_id: str) -> None:
    stage.client("dynamodb").update_item(
        TableName=stage.outputs["orders_table"],
        Key={"orderId": {"S": order_id}},
        UpdateExpression="SET resolvedAs = :as, resolvedAt = createdAt",
        ExpressionAttributeValues={":as": {"S": "REFUNDED"}},
    )


def shown(browser: webdriver.Chrome, order_id: str, text: str) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda _: text in orders(browser).get(order_id, {}).get("text", ""), f"never said: {text}"
    )


def test_it_says_that_it_was_put_right_after_a_reconnect_and_after_a_reload(
    browser: webdriver.Chrome, stage: LocalStage, grace: Buyer, order_id: str
) -> None:
    browser.get(stage.outputs["storefront_url"])
    browser.execute_script(REMEMBER, grace.user_id, order_id)
    sign_in(browser, stage, buyer=1)
    shown(browser, order_id, "A person is looking at this order")

    put_right(stage, order_id)
    for event, state in (("offline", "reconnecting"), ("online", "live")):
        browser.execute_script(f"dispatchEvent(new Event('{event}'))")
        wait_for(browser, f'#connection[data-state="{state}"]')
    shown(browser, order_id, "your payment went back in full")

    sign_in(browser, stage, buyer=1)
    shown(browser, order_id, "Put right")
