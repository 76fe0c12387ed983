"""The shop page without a mouse: everything is reached in order, seen, and works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.chromium import chromium, new_order, orders, outcome_of, wait_for
from tools.chromium import SECONDS

pytestmark = pytest.mark.xdist_group("pages")

MOST_STOPS = 60
PRODUCTS = ("Desk lamp", "Glass vase", "Oak chair", "Stoneware mug", "Wall clock", "Wool throw")

# The name of the focused element, and whether a person sees that it is focused.
FOCUSED = """
const one = document.activeElement;
if (one === document.body) return null;
const style = getComputedStyle(one), box = one.getBoundingClientRect();
const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
return {
  name: one.getAttribute("aria-label")?.replace(/[\\u2068\\u2069]/g, "") || one.innerText || one.id,
  ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  onTop: one.contains(top),
  onScreen: box.width > 0 && box.left >= 0 && box.top >= 0 && box.bottom <= innerHeight,
};
"""


@pytest.fixture
def browser(stage: Any) -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        driver.get(stage.outputs["storefront_url"])
        wait_for(driver, "button[data-buyer]")
        wait_for(driver, "article[data-product-id]")
        yield driver


def press(browser: webdriver.Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def tab_stops(browser: webdriver.Chrome, until: str | None = None) -> list[str]:
    """Press Tab until ``until`` has the focus, or once around; each stop must be seen."""
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        press(browser, Keys.TAB)
        focused = browser.execute_script(FOCUSED)
        if focused is None:
            break
        assert focused["ring"], f"no focus ring on {focused['name']}"
        assert focused["onScreen"], f"{focused['name']} has the focus out of sight"
        assert focused["onTop"], f"{focused['name']} has the focus behind something else"
        stops.append(focused["name"])
        if focused["name"] == until:
            return stops
    assert until is None, f"{until} was never reached; stops: {stops}"
    return stops


def sign_in_by_keyboard(browser: webdriver.Chrome) -> None:
    tab_stops(browser, until="Shop as Ada")
    press(browser, Keys.ENTER)
    wait_for(browser, '#connection[data-state="live"]')


def test_tab_goes_through_the_signed_out_page_in_reading_order(
    browser: webdriver.Chrome, stage: Any
) -> None:
    names = [
        f"Shop as {buyer['email'].partition('@')[0].capitalize()}"
        for buyer in stage.outputs["demo_buyers"]
    ]
    expected = ["Skip to the products", *names, "email", "password", "Sign in"]
    stops = [stop.splitlines()[0].strip() for stop in tab_stops(browser)]
    assert stops[: len(expected)] == expected


def test_tab_goes_on_from_the_products_after_signing_in(browser: webdriver.Chrome) -> None:
    sign_in_by_keyboard(browser)
    stops = tab_stops(browser, until=f"Checkout {PRODUCTS[-1]}")
    assert stops == [
        stop
        for name in PRODUCTS
        for stop in (f"One less {name}", f"Quantity of {name}", f"One more {name}",
                     f"Checkout {name}")
    ]  # fmt: skip


def test_an_order_is_placed_and_its_outcome_shown_by_keyboard_alone(
    browser: webdriver.Chrome,
) -> None:
    sign_in_by_keyboard(browser)
    before = orders(browser)
    tab_stops(browser, until="One more Stoneware mug")
    press(browser, Keys.SPACE)
    tab_stops(browser, until="Checkout Stoneware mug")
    press(browser, Keys.ENTER)
    order_id = new_order(browser, before)
    shown = outcome_of(browser, order_id, "FINALIZED").splitlines()[0]
    assert shown.startswith("2 ")
    assert shown.endswith(" Stoneware mug")
    # The page was redrawn since; a keyboard user goes on where they were.
    assert browser.execute_script(FOCUSED)["name"] == "Checkout Stoneware mug"


# The sections with something to press in them, from the top of the page to its end.
SEEN_ORDER = """
return [...document.querySelectorAll("main section")].filter((one) => one.offsetParent)
  .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top
    || a.getBoundingClientRect().left - b.getBoundingClientRect().left)
  .map((one) => one.id);
"""
DOCUMENT_ORDER = """
return [...document.querySelectorAll("main section")].filter((one) => one.offsetParent)
  .map((one) => one.id);
"""


@pytest.mark.parametrize(
    ("width", "order"),
    [(1280, ["product-section", "order-section"]), (390, ["order-section", "product-section"])],
)
def test_the_keyboard_goes_the_way_that_the_eye_goes(
    browser: webdriver.Chrome, width: int, order: list[str]
) -> None:
    sign_in_by_keyboard(browser)
    metrics = {"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(DOCUMENT_ORDER) == order, "the orders were not moved"
    )
    assert browser.execute_script(SEEN_ORDER) == order
