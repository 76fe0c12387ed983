"""A page that loses its network, or is reloaded, while an order ends: it shows the outcome once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from local.trials.buyer import Buyer
from tests.support.chromium import (
    orders,
    outcome_of,
    place_order,
    run_before_load,
    sign_in,
    wait_for,
)
from tests.support.relay import Relay
from tests.support.shared_chromium import SharedChromium
from tools.chromium import SECONDS, click

pytestmark = pytest.mark.xdist_group("pages")

# Counts what the page announces, from before its first script; lives as long as the document.
WATCH_NOTICES = """
window.notices = [];
addEventListener("DOMContentLoaded", () => new MutationObserver(() =>
  window.notices.push(document.getElementById("notice").textContent)
).observe(document.getElementById("notice"), {childList: true, characterData: true}));
"""


# Checkouts reach the shop, and their answers do not reach the page.
DROP_ANSWERS = """
const real = window.fetch;
window.fetch = async (url, options) => {
  const answer = await real(url, options);
  if (options?.method !== "POST" || !url.endsWith("/checkout")) return answer;
  throw new TypeError("Failed to fetch");
};
"""
AWAY = "The shop cannot be reached. Check the connection and try again."
KEYS = "return localStorage.getItem('checkout-keys.' + arguments[0])"
CHAIR = 'article[data-product-id="chair-03"] button[data-action="checkout"]'


@pytest.fixture
def browser(chromium_behind_relay: SharedChromium, network: Relay) -> Iterator[webdriver.Chrome]:
    with chromium_behind_relay.tab() as driver:
        run_before_load(driver, WATCH_NOTICES)
        yield driver


def notices(browser: webdriver.Chrome) -> list[str]:
    return [text for text in browser.execute_script("return window.notices") if text]


def wait_until_ended(buyer: Buyer, order_id: str) -> str:
    deadline = time.monotonic() + SECONDS
    while (status := buyer.order(order_id).body["status"]) == "PENDING":
        assert time.monotonic() < deadline, f"{order_id} never ended"
        time.sleep(0.1)
    return str(status)


def test_an_outcome_that_came_while_the_network_was_gone_is_shown_without_reloading(
    browser: webdriver.Chrome, network: Relay, stage: Any, grace: Buyer
) -> None:
    sign_in(browser, stage, buyer=1)
    browser.execute_script("window.neverReloaded = true")
    network.cut_web_sockets()  # first, so that the outcome cannot arrive before the network goes
    wait_for(browser, '#connection[data-state="reconnecting"]')
    order_id = place_order(browser, "mug-02")
    network.cut()
    assert wait_until_ended(grace, order_id) == "FINALIZED"
    time.sleep(1)
    assert orders(browser)[order_id]["status"] == "PENDING"
    network.restore()
    outcome_of(browser, order_id, "FINALIZED")
    wait_for(browser, '#connection[data-state="live"]')
    assert browser.execute_script("return window.neverReloaded") is True
    assert notices(browser).count("Confirmed: Stoneware mug") == 1


def test_a_page_that_was_reloaded_while_an_order_was_pending_shows_its_outcome_once(
    browser: webdriver.Chrome, network: Relay, stage: Any, grace: Buyer
) -> None:
    sign_in(browser, stage, buyer=1)
    network.cut_web_sockets()
    order_id = place_order(browser, "lamp-01")
    network.restore()
    sign_in(browser, stage, buyer=1)
    outcome_of(browser, order_id, "FINALIZED")
    said = "Confirmed: Desk lamp"
    WebDriverWait(browser, SECONDS).until(lambda _: notices(browser).count(said) == 1)
    sign_in(browser, stage, buyer=1)
    outcome_of(browser, order_id, "FINALIZED")
    time.sleep(1)
    assert list(orders(browser)).count(order_id) == 1
    assert said not in notices(browser)
    assert wait_until_ended(grace, order_id) == "FINALIZED"


def orders_of(stage: Any, buyer: Buyer) -> set[str]:
    """The ids of all orders that the stage has of this buyer."""
    pages = (
        stage.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=stage.outputs["orders_table"],
            FilterExpression="userId = :buyer",
            ExpressionAttributeValues={":buyer": {"S": buyer.user_id}},
        )
    )
    return {item["orderId"]["S"] for page in pages for item in page["Items"]}


def test_a_checkout_whose_answer_was_lost_is_one_order_when_it_is_pressed_again_after_a_reload(
    browser: webdriver.Chrome, stage: Any, grace: Buyer
) -> None:
    sign_in(browser, stage, buyer=1)
    before = orders_of(stage, grace)
    browser.execute_script(DROP_ANSWERS)
    click(browser, CHAIR)
    WebDriverWait(browser, SECONDS).until(lambda _: AWAY in notices(browser))
    (lost,) = orders_of(stage, grace) - before

    sign_in(browser, stage, buyer=1)
    assert "chair-03" in browser.execute_script(KEYS, grace.user_id)
    click(browser, CHAIR)
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(KEYS, grace.user_id) == "[]", "it was never answered"
    )
    assert orders_of(stage, grace) - before == {lost}
    assert list(orders(browser)).count(lost) == 1


def test_the_page_says_that_it_is_offline_as_soon_as_the_browser_knows(
    browser: webdriver.Chrome, network: Relay, stage: Any
) -> None:
    sign_in(browser, stage, buyer=1)
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**conditions, "offline": True})
    wait_for(browser, '#connection[data-state="reconnecting"]')
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**conditions, "offline": False})
    wait_for(browser, '#connection[data-state="live"]')
