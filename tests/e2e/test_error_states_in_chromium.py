"""What a customer reads while something is away, and that the page goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.chromium import (
    chromium,
    outcome_of,
    place_order,
    run_before_load,
    sign_in,
    wait_for,
)
from tests.support.relay import Relay
from tools.chromium import SECONDS, click

pytestmark = pytest.mark.xdist_group("pages")

# The page's settings as they would be elsewhere, and no patience: each wait is the shortest.
SETTINGS_ELSEWHERE = """
Math.random = () => 0;
const real = window.fetch;
window.fetch = async (url, options) => {
  const answer = await real(url, options);
  if (url !== "/config.json") return answer;
  const text = (await answer.text()).replaceAll(":%d", ":" + (window.portNow ?? %d));
  return Response.json({...JSON.parse(text), ...window.settingsNow});
};
"""
# The shop answers 401, as for a token that has ended.
SHOP_REFUSES_TOKENS = """
window.undisturbed = window.fetch;
window.fetch = async (url, options) => (options?.headers?.Authorization
  ? Response.json({message: "Unauthorized"}, {status: 401}) : window.undisturbed(url, options));
"""
ENDED_AT_CHECKOUT = (
    "Your sign-in has ended, so this order was not taken. "
    "Please sign in again, and press Checkout once more."
)
PRODUCTS = "*/_aws/execute-api/*/products"  # not the page's own products.js
NOTICE = "return document.getElementById('notice').textContent"
AWAY = "The shop cannot be reached. Check the connection and try again."
MUG = 'article[data-product-id="mug-02"] button[data-action="checkout"]'


@pytest.fixture
def browser(stage: Any, network: Relay) -> Iterator[webdriver.Chrome]:
    """A page whose settings name the relay's port, until it sets ``portNow``."""
    with chromium() as driver:
        source = SETTINGS_ELSEWHERE % (stage.emulator.port, network.port)
        run_before_load(driver, source)
        yield driver


def block(browser: webdriver.Chrome, *urls: str) -> None:
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": list(urls)})


def said(browser: webdriver.Chrome, text: str) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(NOTICE) == text, f"it never said {text!r}"
    )


def said_no_more(browser: webdriver.Chrome, text: str) -> None:
    """Nothing else is asked of the notice: how orders of other tests ended may be said there."""
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(NOTICE) != text, f"it still says {text!r}"
    )


def test_products_that_could_not_be_loaded_can_be_asked_for_again(
    browser: webdriver.Chrome, stage: Any
) -> None:
    block(browser, PRODUCTS)
    browser.get(stage.outputs["storefront_url"])
    problem = wait_for(browser, "#products-problem:not([hidden])")
    assert "could not be loaded" in problem.text
    block(browser)
    click(browser, "#products-again")
    wait_for(browser, "article[data-product-id]")
    assert not problem.is_displayed()
    said(browser, "")
    assert browser.execute_script("return document.activeElement.id") == "products-title"


def test_products_that_could_not_be_loaded_are_there_once_the_page_is_live(
    browser: webdriver.Chrome, stage: Any
) -> None:
    block(browser, PRODUCTS)
    browser.get(stage.outputs["storefront_url"])
    wait_for(browser, "#products-problem:not([hidden])")
    block(browser)
    click(browser, "button[data-buyer]")
    wait_for(browser, "article[data-product-id]")
    said_no_more(browser, AWAY)


def test_an_identity_provider_that_is_away_is_told_in_words(
    browser: webdriver.Chrome, stage: Any, network: Relay
) -> None:
    browser.get(stage.outputs["storefront_url"])
    wait_for(browser, "article[data-product-id]")
    network.cut()
    click(browser, "button[data-buyer]")
    said(browser, "Signing in cannot be reached just now. Check the connection and try again.")


FORM = """
return {focused: document.activeElement.id, email: document.getElementById("email").value,
        connection: document.getElementById("account").hidden,
        orders: document.querySelectorAll("li[data-order-id]").length}
"""


def test_a_session_that_was_ended_elsewhere_says_so_and_comes_back_with_its_orders(
    browser: webdriver.Chrome, stage: Any
) -> None:
    sign_in(browser, stage)
    order_id = place_order(browser, "mug-02")
    outcome_of(browser, order_id, "FINALIZED")
    browser.execute_script(SHOP_REFUSES_TOKENS)
    email = stage.outputs["demo_buyers"][0]["email"]
    stage.client("cognito-idp").admin_user_global_sign_out(
        UserPoolId=stage.outputs["user_pool_id"], Username=email
    )

    click(browser, MUG)

    said(browser, ENDED_AT_CHECKOUT)
    expected = {"focused": "password", "email": email, "connection": True, "orders": 0}
    assert browser.execute_script(FORM) == expected
    browser.execute_script("window.fetch = undisturbed")
    click(browser, f'button[data-buyer="{email}"]')
    outcome_of(browser, order_id, "FINALIZED")


def test_that_the_shop_cannot_be_reached_is_not_said_beside_live(
    browser: webdriver.Chrome, stage: Any, network: Relay
) -> None:
    sign_in(browser, stage)
    network.cut()
    wait_for(browser, '#connection[data-state="reconnecting"]')
    click(browser, MUG)
    said(browser, AWAY)
    network.restore()
    wait_for(browser, '#connection[data-state="live"]')
    said_no_more(browser, AWAY)


def test_a_page_finds_the_shop_at_its_new_address(
    browser: webdriver.Chrome, stage: Any, network: Relay
) -> None:
    sign_in(browser, stage)
    same_people = f"window.settingsNow = {{cognitoEndpoint: 'http://127.0.0.1:{network.port}'}};"
    browser.execute_script(f"{same_people} window.portNow = {stage.emulator.port}")
    network.cut()
    wait_for(browser, '#connection[data-state="reconnecting"]')
    wait_for(browser, '#connection[data-state="live"]')
    outcome_of(browser, place_order(browser, "mug-02"), "FINALIZED")


def test_a_page_whose_shop_was_started_anew_asks_to_sign_in_again(
    browser: webdriver.Chrome, stage: Any, network: Relay
) -> None:
    sign_in(browser, stage)
    browser.execute_script(f"window.portNow = {stage.emulator.port}")
    network.cut()
    said(browser, "The shop was started anew. Please sign in again.")
    click(browser, "button[data-buyer]")
    wait_for(browser, '#connection[data-state="live"]')
    outcome_of(browser, place_order(browser, "mug-02"), "FINALIZED")
