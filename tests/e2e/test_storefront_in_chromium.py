"""A customer's visit, in a real browser, against the whole local stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver

from tests.e2e.chromium import chromium, outcome_of, place_order, sign_in, wait_for

pytestmark = pytest.mark.xdist_group("stage")


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        yield driver


def test_a_customer_sees_a_finalized_and_a_refunded_order_without_reloading(
    browser: webdriver.Chrome, stage: Any
) -> None:
    sign_in(browser, stage)
    assert "Finalized" in outcome_of(browser, place_order(browser, "lamp-01"), "FINALIZED")
    refunded = outcome_of(browser, place_order(browser, "vase-07"), "REFUNDED")
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
