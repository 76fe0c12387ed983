"""A browser for a test, and what a customer does in the shop page."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.shared_chromium import SharedChromium, own_chromium
from tools.chromium import SECONDS, click

_shared = SharedChromium()


@contextmanager
def chromium(more_flags: Sequence[str] = ()) -> Iterator[webdriver.Chrome]:
    """A browser that knows nothing; with flags, one of its own, else a tab of the shared one."""
    with own_chromium(more_flags) if more_flags else _shared.tab() as driver:
        yield driver


@pytest.fixture(scope="session", autouse=True)
def shared_chromium() -> Iterator[None]:
    """The shared browser ends with the tests of its worker."""
    yield
    _shared.close()


def run_before_load(browser: webdriver.Chrome, script: str) -> None:
    """Run the script in every document from now on, before its own first one."""
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})


def wait_for(browser: webdriver.Chrome, selector: str) -> Any:
    """The first element of ``selector``, once it is there; fails after ``SECONDS``."""
    place = (By.CSS_SELECTOR, selector)
    return WebDriverWait(browser, SECONDS).until(
        expected.presence_of_element_located(place), f"nothing matched {selector}"
    )


def orders(browser: webdriver.Chrome) -> dict[str, dict[str, str]]:
    """``{order id: {status, text}}``, read in one step: the page may redraw the list any time."""
    found: dict[str, dict[str, str]] = browser.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('li[data-order-id]')].map("
        "(item) => [item.dataset.orderId, {status: item.dataset.status, text: item.innerText}]))"
    )
    return found


def sign_in(browser: webdriver.Chrome, stage: Any, buyer: int = 0, *, at: str = "") -> None:
    """``at`` is one of the page's origins; the first when it is empty."""
    browser.get(at or stage.outputs["storefront_url"])
    email = stage.outputs["demo_buyers"][buyer]["email"]
    click(browser, f'button[data-buyer="{email}"]')
    wait_for(browser, '#connection[data-state="live"]')


def wait_until_quiet(browser: webdriver.Chrome, seconds: float = 2.0) -> None:
    """Wait until the page has asked for nothing for so long.

    After it is live, a page still hears the events that it missed, looks their orders up and loads
    the products anew.
    """
    requests = "return performance.getEntriesByType('resource').length"
    seen = {"count": -1, "since": 0.0}

    def quiet(_: webdriver.Chrome) -> bool:
        count = browser.execute_script(requests)
        if count != seen["count"]:
            seen.update(count=count, since=time.monotonic())
        return time.monotonic() - seen["since"] >= seconds

    WebDriverWait(browser, SECONDS).until(quiet, "the page never came to rest")


def place_order(browser: webdriver.Chrome, product_id: str) -> str:
    """Check out one and wait for the order's list item: the order's id."""
    before = orders(browser)
    click(browser, f'article[data-product-id="{product_id}"] button[data-action="checkout"]')
    return new_order(browser, before, f"no order of {product_id} was shown")


def new_order(browser: webdriver.Chrome, before: Collection[str], message: str = "") -> str:
    """Wait for an order that was not there ``before``: its id."""

    def new(_: webdriver.Chrome) -> str:
        return next((order_id for order_id in orders(browser) if order_id not in before), "")

    return WebDriverWait(browser, SECONDS).until(new, message)


def outcome_of(browser: webdriver.Chrome, order_id: str, status: str) -> str:
    """Wait until the order is shown with ``status``: the text of its list item."""
    return WebDriverWait(browser, SECONDS).until(
        lambda _: (
            orders(browser).get(order_id, {}).get("status") == status
            and orders(browser)[order_id]["text"]
        ),
        f"{order_id} was never shown as {status}",
    )
