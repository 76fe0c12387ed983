"""A page that is live but deaf finds out: it proves its subscription, or reads the order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.support.chromium import orders, outcome_of, place_order, sign_in, wait_for
from tests.support.relay import Relay
from tests.support.shared_chromium import SharedChromium
from tools.chromium import SECONDS, click

pytestmark = pytest.mark.xdist_group("pages")

CONNECTIONS_PER_USER = 20  # the default of maxConnectionsPerUser


@pytest.fixture
def browser(chromium_behind_relay: SharedChromium, network: Relay) -> Iterator[webdriver.Chrome]:
    with chromium_behind_relay.tab() as driver:
        yield driver


def rows(stage: LocalStage, user_id: str) -> list[str]:
    found = stage.client("dynamodb").query(
        TableName=stage.outputs["connections_table"],
        KeyConditionExpression="userId = :user",
        ExpressionAttributeValues={":user": {"S": user_id}},
    )
    return [item["connectionId"]["S"] for item in found["Items"]]


def forget(stage: LocalStage, user_id: str) -> None:
    for connection_id in rows(stage, user_id):
        stage.client("dynamodb").delete_item(
            TableName=stage.outputs["connections_table"],
            Key={"userId": {"S": user_id}, "connectionId": {"S": connection_id}},
        )


def test_a_page_whose_row_is_gone_hears_again_after_a_wake_up(
    browser: webdriver.Chrome, stage: LocalStage, grace: Buyer
) -> None:
    sign_in(browser, stage, buyer=1)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/orders/*"]})  # pushes only
    forget(stage, grace.user_id)
    assert rows(stage, grace.user_id) == []

    browser.execute_script("dispatchEvent(new Event('online'))")
    WebDriverWait(browser, SECONDS).until(
        lambda _: len(rows(stage, grace.user_id)) == 1, "no row was made anew"
    )
    outcome_of(browser, place_order(browser, "mug-02"), "FINALIZED")

    wait_for(browser, '#connection[data-state="live"]')


def test_the_end_of_an_order_is_read_where_no_push_comes_and_the_page_says_so(
    browser: webdriver.Chrome, stage: LocalStage, network: Relay
) -> None:
    sign_in(browser, stage, buyer=1)
    network.cut_web_sockets()
    wait_for(browser, '#connection[data-state="reconnecting"]')

    order_id = place_order(browser, "mug-02")
    shown = outcome_of(browser, order_id, "FINALIZED")

    assert "Read from the shop" in shown
    item = wait_for(browser, f'li[data-order-id="{order_id}"]')
    assert int(item.get_attribute("data-reads")) >= 1
    network.restore()
    wait_for(browser, '#connection[data-state="live"]')
    assert list(orders(browser)).count(order_id) == 1


def test_a_page_that_the_limit_closes_says_so_still_orders_and_comes_back_when_it_is_wanted(
    browser: webdriver.Chrome, stage: LocalStage, grace: Buyer
) -> None:
    sign_in(browser, stage, buyer=1)
    with ExitStack() as elsewhere:
        for _ in range(CONNECTIONS_PER_USER):
            elsewhere.callback(grace.open_page().close)
        wait_for(browser, '#connection[data-state="paused"]')
        words = wait_for(browser, "#connection-words")
        assert "You have the shop open in many places" in words.text

        order_id = place_order(browser, "mug-02")
        WebDriverWait(browser, SECONDS).until(
            lambda _: orders(browser)[order_id]["status"] != "PENDING", "its end was never read"
        )
        assert "Read from the shop" in orders(browser)[order_id]["text"]

        browser.execute_script("document.getElementById('connection-retry').focus()")
        click(browser, "#connection-retry")
        wait_for(browser, '#connection[data-state="live"]')
        assert words.text == ""
        assert browser.execute_script("return document.activeElement.id") == "products-title"
