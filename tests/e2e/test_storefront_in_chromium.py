"""A customer's visit, in a real browser, against the whole local stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.xdist_group("stage")

CHROMIUM = Path("/usr/bin/chromium")
DRIVER = Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
)
SECONDS = 60
REDRAWN = (ElementClickInterceptedException, StaleElementReferenceException)


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    for program in (CHROMIUM, DRIVER):
        # A failure, not a skip: a skipped browser test would look like a passed one.
        assert program.exists(), f"{program} is missing; install chromium and chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


def wait_for(browser: webdriver.Chrome, selector: str) -> Any:
    """The first element of ``selector``, once it is there; fails after ``SECONDS``."""
    place = (By.CSS_SELECTOR, selector)
    return WebDriverWait(browser, SECONDS).until(
        expected.presence_of_element_located(place), f"nothing matched {selector}"
    )


def click(browser: webdriver.Chrome, selector: str) -> None:
    place = (By.CSS_SELECTOR, selector)

    def clicked(_: webdriver.Chrome) -> bool:
        found = expected.element_to_be_clickable(place)(browser)
        return bool(found) and found.click() is None

    waiting = WebDriverWait(browser, SECONDS, ignored_exceptions=REDRAWN)
    waiting.until(clicked, f"{selector} cannot be clicked")


def orders(browser: webdriver.Chrome) -> dict[str, dict[str, str]]:
    """``{order id: {status, text}}``, read in one step: the page may redraw the list any time."""
    return browser.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('li[data-order-id]')].map("
        "(item) => [item.dataset.orderId, {status: item.dataset.status, text: item.innerText}]))"
    )


def sign_in(browser: webdriver.Chrome, stage: Any) -> None:
    browser.get(stage.outputs["storefront_url"])
    click(browser, "button[data-buyer]")
    wait_for(browser, '#connection[data-state="live"]')


def buy(browser: webdriver.Chrome, product_id: str, status: str) -> str:
    """Order one and wait for the pushed outcome: the text of the order's list item."""
    before = orders(browser)
    click(browser, f'article[data-product-id="{product_id}"] button[data-action="checkout"]')

    def outcome(_: webdriver.Chrome) -> str | None:
        mine = [order for order_id, order in orders(browser).items() if order_id not in before]
        return next((order["text"] for order in mine if order["status"] == status), None)

    return WebDriverWait(browser, SECONDS).until(outcome, f"{product_id} never got {status}")


def test_a_customer_sees_a_finalized_and_a_refunded_order_without_reloading(
    browser: webdriver.Chrome, stage: Any
) -> None:
    sign_in(browser, stage)
    assert "Finalized" in buy(browser, "lamp-01", "FINALIZED")
    refunded = buy(browser, "vase-07", "REFUNDED")
    assert "Refunded" in refunded
    assert "In stock instead" in refunded
    severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []


def test_the_token_is_neither_in_the_address_nor_in_storage(
    browser: webdriver.Chrome, stage: Any
) -> None:
    sign_in(browser, stage)
    kept = browser.execute_script("return JSON.stringify([localStorage, sessionStorage])")
    assert "eyJ" not in kept
    assert "eyJ" not in browser.current_url


def test_the_page_fits_a_phone_of_360_pixels(browser: webdriver.Chrome, stage: Any) -> None:
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    sign_in(browser, stage)
    wait_for(browser, "article[data-product-id]")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
