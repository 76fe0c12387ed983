"""The price changes between page and checkout: the buyer is asked before anything is ordered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from local.local_stage import LocalStage
from tests.support.chromium import (
    chromium,
    new_order,
    orders,
    outcome_of,
    sign_in,
    wait_for,
    wait_until_quiet,
)
from tools.chromium import SECONDS, click

pytestmark = pytest.mark.xdist_group("pages")

THROW = 'article[data-product-id="throw-05"]'
CHECKOUT = f'{THROW} button[data-action="checkout"]'
# Names in labels are isolated (storefront/isolated.js).
FOCUSED = """
const label = document.activeElement.getAttribute("aria-label");
return document.activeElement.id || label?.replace(/[\\u2068\\u2069]/g, "");
"""
SHOWN_PRICE = f"return document.querySelector('{THROW} .facts strong').innerText"
PRICE, NEW_PRICE = 8200, 9900


def set_price(stage: LocalStage, minor: int) -> None:
    stage.client("dynamodb").update_item(
        TableName=stage.outputs["products_table"],
        Key={"productId": {"S": "throw-05"}},
        UpdateExpression="SET unitPriceMinor = :minor",
        ExpressionAttributeValues={":minor": {"N": str(minor)}},
    )


@pytest.fixture
def browser(stage: LocalStage) -> Iterator[webdriver.Chrome]:
    """A page that shows a price of which the shop has another one by now."""
    with chromium() as driver:
        sign_in(driver, stage)
        wait_for(driver, CHECKOUT)
        wait_until_quiet(driver)  # or the page could load the new price by itself
        set_price(stage, NEW_PRICE)
        try:
            yield driver
        finally:
            set_price(stage, PRICE)


def press(browser: webdriver.Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def question(browser: webdriver.Chrome) -> str:
    """Check out, and wait for the question: its text."""
    click(browser, CHECKOUT)
    return str(wait_for(browser, "#price-question[open]").text)


def test_the_question_names_both_amounts_and_the_new_one_is_ordered(
    browser: webdriver.Chrome,
) -> None:
    before = orders(browser)
    asked = question(browser)
    assert "€82.00" in asked
    assert "€99.00" in asked
    assert set(orders(browser)) == set(before)

    click(browser, "#price-take")

    assert "€99.00" in outcome_of(browser, new_order(browser, before), "FINALIZED")


def test_by_keyboard_escape_orders_nothing_and_gives_the_focus_back(
    browser: webdriver.Chrome,
) -> None:
    before = orders(browser)
    question(browser)
    assert browser.execute_script(FOCUSED) == "price-cancel"
    press(browser, Keys.TAB)
    assert browser.execute_script(FOCUSED) != "Checkout Wool throw"  # the dialog keeps the focus

    press(browser, Keys.ESCAPE)

    WebDriverWait(browser, SECONDS).until(
        lambda _: wait_for(browser, "#notice").text == "Nothing was ordered."
    )
    assert browser.execute_script(FOCUSED) == "Checkout Wool throw"
    assert set(orders(browser)) == set(before)
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(SHOWN_PRICE) == "€99.00", "the card kept the old price"
    )
