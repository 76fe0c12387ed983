"""An outcome arrives while the customer is busy: what they hold or have typed stays theirs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from local.trials.buyer import Buyer
from tests.support.chromium import (
    chromium,
    new_order,
    orders,
    outcome_of,
    place_order,
    sign_in,
    wait_for,
    wait_until_quiet,
)
from tools.chromium import SECONDS, click

pytestmark = pytest.mark.xdist_group("pages")

EVERYTHING = (Keys.CONTROL, "a", Keys.NULL)
# A checkout's answer reaches the page when the test says so. Then it may be another one.
LATE_ANSWER = """
const real = window.fetch;
window.fetch = async (url, options) => {
  const answer = await real(url, options);
  if (options?.method !== "POST" || !url.endsWith("/checkout")) return answer;
  return new Promise((arrive) => {
    window.answerCheckout = (instead) => arrive(instead ?? answer);
  });
};
"""
# What was ever said in the status line.
WATCH_NOTICE = """
const notice = document.getElementById("notice");
window.said = [];
new MutationObserver(() => window.said.push(notice.textContent)).observe(notice, {childList: true});
"""
SAID_OF_THE_MUG = "return window.said.filter((one) => /Refused|mug/.test(one))"
CORRECTION = "return document.getElementById('correction-words').textContent"
FOCUSED_ORDER = "return document.activeElement.dataset.orderId"
READ_ALOUD = """
return Object.fromEntries([...document.querySelectorAll("[aria-live], [role=status]")]
  .map((one) => [one.id, one.textContent]));
"""
STOCK = "return document.querySelector(`article[data-product-id='mug-02'] .stock`).textContent"


@pytest.fixture
def browser(stage: Any) -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        sign_in(driver, stage)
        yield driver


@pytest.fixture
def elsewhere(stage: Any) -> Buyer:
    """The same buyer, ordering on another device."""
    return Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()


def an_outcome_arrives(browser: webdriver.Chrome, elsewhere: Buyer) -> None:
    """An order that this page did not place ends, and the stock on its card changes."""
    before = browser.execute_script(STOCK)
    answer = elsewhere.check_out("mug-02", secrets.token_hex(8))
    outcome_of(browser, answer.body["orderId"], "FINALIZED")
    WebDriverWait(browser, SECONDS).until(lambda _: browser.execute_script(STOCK) != before)


def test_the_quantity_that_is_shown_is_the_one_that_is_ordered(
    browser: webdriver.Chrome, elsewhere: Buyer
) -> None:
    field = wait_for(browser, 'article[data-product-id="clock-04"] input')
    field.send_keys(*EVERYTHING, "3")
    an_outcome_arrives(browser, elsewhere)
    assert browser.execute_script("return document.activeElement === arguments[0]", field)
    assert field.get_attribute("value") == "3"
    order_id = place_order(browser, "clock-04")
    ordered = elsewhere.order(order_id).body["lines"][0]["quantity"]
    assert (ordered, field.get_attribute("value")) == (3, "3")


def test_a_quantity_out_of_range_is_put_right_where_it_is_seen(
    browser: webdriver.Chrome, elsewhere: Buyer
) -> None:
    field = wait_for(browser, 'article[data-product-id="throw-05"] input')
    field.send_keys(*EVERYTHING, Keys.DELETE)
    order_id = place_order(browser, "throw-05")
    assert field.get_attribute("value") == "1"
    assert elsewhere.order(order_id).body["lines"][0]["quantity"] == 1


def test_a_link_in_the_orders_keeps_the_focus(browser: webdriver.Chrome, elsewhere: Buyer) -> None:
    order_id = place_order(browser, "vase-07")
    outcome_of(browser, order_id, "REFUNDED")
    link = wait_for(browser, f'li[data-order-id="{order_id}"] .instead .link')
    browser.execute_script("arguments[0].focus()", link)
    an_outcome_arrives(browser, elsewhere)
    assert browser.execute_script("return document.activeElement === arguments[0]", link)


def test_a_refund_is_read_aloud_once_with_the_product_and_the_money(
    browser: webdriver.Chrome,
) -> None:
    outcome_of(browser, place_order(browser, "vase-07"), "REFUNDED")
    WebDriverWait(browser, SECONDS).until(lambda _: browser.execute_script(CORRECTION))
    said: dict[str, str] = browser.execute_script(READ_ALOUD)
    assert said.pop("correction-words").startswith("Refunded: Glass vase. There was not enough")
    assert said == {"connection-words": "", "notice": ""}


def test_what_is_suggested_is_ordered_by_one_press_that_keeps_the_focus(
    browser: webdriver.Chrome,
) -> None:
    outcome_of(browser, place_order(browser, "vase-07"), "REFUNDED")
    before = orders(browser)
    click(browser, "#correction-take")
    order_id = new_order(browser, before)
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(FOCUSED_ORDER) == order_id, "the order has no focus"
    )
    assert browser.execute_script(CORRECTION) == ""
    outcome_of(browser, order_id, "FINALIZED")
    assert browser.execute_script(FOCUSED_ORDER) == order_id


def the_answer_waits(browser: webdriver.Chrome) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script("return typeof answerCheckout") == "function"
    )


def test_an_outcome_that_overtakes_the_checkouts_answer_has_the_last_word(
    browser: webdriver.Chrome,
) -> None:
    browser.execute_script(LATE_ANSWER)
    button = wait_for(browser, 'article[data-product-id="vase-07"] button[data-action="checkout"]')
    outcome_of(browser, place_order(browser, "vase-07"), "REFUNDED")

    the_answer_waits(browser)
    browser.execute_script("answerCheckout()")

    WebDriverWait(browser, SECONDS).until(lambda _: not button.get_attribute("aria-disabled"))
    assert browser.execute_script(CORRECTION).startswith("Refunded: Glass vase. ")
    assert wait_for(browser, "#notice").text == ""


@pytest.mark.parametrize(
    "answer", ["", 'Response.json({detail: "Refused."}, {status: 422})'], ids=["taken", "refused"]
)
def test_an_answer_after_signing_out_is_told_to_nobody_and_the_next_buyers_button_works(
    browser: webdriver.Chrome, stage: Any, answer: str
) -> None:
    browser.execute_script(LATE_ANSWER)
    browser.execute_script(WATCH_NOTICE)
    button = wait_for(browser, 'article[data-product-id="mug-02"] button[data-action="checkout"]')
    browser.execute_script("arguments[0].click()", button)
    the_answer_waits(browser)
    click(browser, "#sign-out")
    assert wait_for(browser, "#notice").text == "You are signed out."
    assert not button.get_attribute("aria-disabled")

    click(browser, f'button[data-buyer="{stage.outputs["demo_buyers"][1]["email"]}"]')
    wait_for(browser, '#connection[data-state="live"]')
    browser.execute_script("window.late = answerCheckout; delete window.answerCheckout")
    browser.execute_script("arguments[0].click()", button)
    the_answer_waits(browser)
    browser.execute_script(f"late({answer})")
    wait_until_quiet(browser)
    assert button.get_attribute("aria-disabled")  # the second buyer's own press goes on
    assert browser.execute_script(SAID_OF_THE_MUG) == []
    browser.execute_script("answerCheckout()")
    WebDriverWait(browser, SECONDS).until(lambda _: not button.get_attribute("aria-disabled"))
    assert browser.execute_script(SAID_OF_THE_MUG)
