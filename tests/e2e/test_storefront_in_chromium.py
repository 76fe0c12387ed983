"""A customer's visit, in a real browser, against the whole local stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver

from tests.support.chromium import (
    chromium,
    outcome_of,
    place_order,
    run_before_load,
    sign_in,
    wait_for,
)
from tools.chromium import click

pytestmark = pytest.mark.xdist_group("pages")


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        yield driver


def test_a_customer_sees_a_finalized_and_a_refunded_order_without_reloading(
    browser: webdriver.Chrome, stage: Any
) -> None:
    sign_in(browser, stage)
    assert "Confirmed" in outcome_of(browser, place_order(browser, "lamp-01"), "FINALIZED")
    refunded = outcome_of(browser, place_order(browser, "vase-07"), "REFUNDED")
    assert "Refunded" in refunded
    assert "In stock instead" in refunded
    log: Any = browser.get_log("browser")  # type: ignore[no-untyped-call]  # as Selenium has it
    severe = [entry for entry in log if entry["level"] == "SEVERE"]
    assert severe == []


def test_the_page_works_at_each_of_its_origins_and_keeps_the_token_to_itself(
    browser: webdriver.Chrome, stage: Any
) -> None:
    assert len({urlsplit(origin).hostname for origin in stage.page_origins}) >= 2
    for origin in stage.page_origins:
        sign_in(browser, stage, at=origin)
        outcome_of(browser, place_order(browser, "mug-02"), "FINALIZED")
        assert browser.execute_script("return location.origin") == origin
        kept = browser.execute_script("return JSON.stringify([localStorage, sessionStorage])")
        assert "eyJ" not in kept
        assert "eyJ" not in browser.current_url


# As a browser that blocks site data: already looking at a storage throws.
BLOCK_SITE_DATA = """
for (const name of ["localStorage", "sessionStorage"]) {
  const get = () => { throw new DOMException("Access is denied.", "SecurityError"); };
  Object.defineProperty(window, name, {get});
}
"""


def test_everything_works_where_site_data_is_blocked(browser: webdriver.Chrome, stage: Any) -> None:
    run_before_load(browser, BLOCK_SITE_DATA)
    sign_in(browser, stage)
    order_id = place_order(browser, "mug-02")
    outcome_of(browser, order_id, "FINALIZED")
    click(browser, "#sign-out")
    click(browser, f'button[data-buyer="{stage.outputs["demo_buyers"][0]["email"]}"]')
    outcome_of(browser, order_id, "FINALIZED")


WITHOUT_DEMO_BUYERS = """
const real = window.fetch;
window.fetch = async (url, options) => {
  const answer = await real(url, options);
  return url === "/config.json" ? Response.json({...await answer.json(), demoBuyers: []}) : answer;
};
"""
HINTS = "return [...document.querySelectorAll('.hint')].filter((one) => one.offsetParent).length"


def test_only_a_demo_stage_invites_to_order_what_is_sold_out(
    browser: webdriver.Chrome, stage: Any
) -> None:
    for is_demo in (True, False):
        browser.get(stage.outputs["storefront_url"])
        wait_for(browser, "article[data-product-id]")
        assert (browser.execute_script(HINTS) > 0) is is_demo
        run_before_load(browser, WITHOUT_DEMO_BUYERS)


def resize(browser: webdriver.Chrome, width: int) -> None:
    metrics = {"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def test_the_page_fits_a_phone_of_360_pixels(browser: webdriver.Chrome, stage: Any) -> None:
    resize(browser, 360)
    sign_in(browser, stage)
    wait_for(browser, "article[data-product-id]")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360


# What a card cuts off: elements that reach beyond its inner edge.
CUT_OFF = """
return [...document.querySelectorAll("article")].flatMap((card) => {
  const edge = card.getBoundingClientRect().right - 1;
  return [...card.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > edge + .5)
    .map((one) => `${one.tagName} ${one.className} in ${card.dataset.productId}`);
})
"""


def test_no_card_cuts_anything_off_at_any_width(browser: webdriver.Chrome, stage: Any) -> None:
    sign_in(browser, stage)
    wait_for(browser, "article[data-product-id]")
    cut = {}
    for width in range(320, 1400, 10):
        resize(browser, width)
        cut[width] = browser.execute_script(CUT_OFF)
    assert {width: found for width, found in cut.items() if found} == {}
