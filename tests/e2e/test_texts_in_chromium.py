"""Names in any script, of any length: numbers stand at their goods, and nothing is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver

from tests.support.chromium import chromium, run_before_load, wait_for
from tests.support.stubbed_shop import script_of, served_page
from tools.chromium import click

LONG = "Donaudampfschifffahrtskapitänsmützenabzeichen" * 3
EMAIL = f"{'buyer' * 12}@{'example' * 8}.com"
SIZES = ((320, 640), (390, 844), (640, 450), (1280, 900))
"""CSS pixels; 640 x 450 is 1280 x 900 at a zoom of 200 %."""


def product(product_id: str, name: str, **changes: Any) -> dict[str, Any]:
    return {
        "productId": product_id, "name": name, "description": f"{name}.", "currency": "EUR",
        "unitPriceMinor": 5400, "stock": 3, **changes,
    }  # fmt: skip


def order(order_id: str, status: str, *product_ids: str, **changes: Any) -> dict[str, Any]:
    lines = [
        {"productId": one, "quantity": number, "unitPriceMinor": 100}
        for one, number in zip(product_ids, (2, 7, 5), strict=False)
    ]
    return {
        "orderId": order_id, "status": status, "lines": lines, "amountMinor": 2**53 - 1,
        "currency": "IQD", "createdAt": "2026-01-02T10:00:00.000Z", **changes,
    }  # fmt: skip


ARABIC = (product("cup", "كوب"), product("seat", "كرسي"), product("mug", "Mug\u202e\u2067"))
ORDERS = {
    one["orderId"]: one
    for one in (
        order("ord-arabic", "PENDING", "cup", "seat", "mug"),
        order("ord-" + "7" * 60, "REFUNDED", "long", reason="OutOfStock"),
        order("ord-other", "STATUS" * 12, "unknown" * 18),
    )
}
SHOP = {
    "products": [
        *ARABIC,
        product("long", LONG, stock=2**53 - 1, unitPriceMinor=2**53 - 1, currency="XAU"),
        product("more", LONG[1:], unitPriceMinor=2**53 - 1, stock=1, currency="UYW"),
        product("gone", "Glass vase", stock=0),
    ],
    "orders": ORDERS,
    "buyers": [EMAIL, "ada@example.com"],
    "checkout": [422, {"code": "unknown-product"}],
}
CHANGED = {
    "code": "amount-changed",
    "shownAmountMinor": 1,
    "amountMinor": 2**53 - 1,
    "currency": "IQD",
}
ASKED = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s", "ChallengeParameters": {}}

# The numbers and the names of an order's title, line by line from left to right.
PLACES = """
const title = document.querySelector('li[data-order-id="ord-arabic"] strong');
const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
const places = [];
for (let node; (node = walker.nextNode());) {
  for (const found of node.data.matchAll(/[0-9]+|كوب|كرسي|Mug/g)) {
    const range = document.createRange();
    range.setStart(node, found.index);
    range.setEnd(node, found.index + found[0].length);
    const [place, ...more] = range.getClientRects();
    if (more.length > 0) throw new Error(`${found[0]} is drawn in parts`);
    places.push([found[0], place.top, place.left]);
  }
}
return places.sort((a, b) => a[1] - b[1] || a[2] - b[2]).map((place) => place[0]);
"""
# Elements whose text is wider than they are, or that stick out of the window.
TOO_WIDE = """
const wide = [...document.querySelectorAll("body *")].filter((one) => {
  const {left, right, width} = one.getBoundingClientRect();
  if (width === 0 || one.closest(".skip, .unseen")) return false;
  const isText = getComputedStyle(one).display !== "inline" && one.tagName !== "INPUT";
  return left < 0 || right > innerWidth + 0.5 || (isText && one.scrollWidth > one.clientWidth + 1);
});
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) wide.unshift(root);
return wide.map((one) => `${one.outerHTML.slice(0, 60)}: ${one.scrollWidth} > ${one.clientWidth}`);
"""


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver, served_page() as url:
        run_before_load(driver, script_of(SHOP))
        driver.get(url)
        wait_for(driver, "article[data-product-id]")
        yield driver


def too_wide(browser: webdriver.Chrome, what: str) -> list[str]:
    """What does not fit at any of the sizes."""
    found = []
    for width, height in SIZES:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        found += [f"{what} at {width}: {one}" for one in browser.execute_script(TOO_WIDE)]
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    return found


def test_names_of_any_script_and_length_keep_their_place(browser: webdriver.Chrome) -> None:
    wide = too_wide(browser, "before signing in")
    browser.execute_script("window.signedIn = shop.auth; shop.auth = [200, arguments[0]]", ASKED)
    click(browser, f'button[data-buyer="{EMAIL}"]')
    wait_for(browser, "#choose-password:not([hidden])")
    wide += too_wide(browser, "a password of their own")

    browser.execute_script("shop.auth = signedIn")
    click(browser, f'button[data-buyer="{EMAIL}"]')
    wait_for(browser, 'li[data-order-id="ord-arabic"]')

    browser.set_window_size(1280, 900)
    assert browser.execute_script(PLACES) == ["2", "كوب", "7", "كرسي", "5", "Mug"]
    wide += too_wide(browser, "orders")

    click(browser, 'article[data-product-id="long"] button[data-action="checkout"]')
    wait_for(browser, "#notice.problem")
    wide += too_wide(browser, "a refusal")

    browser.execute_script("shop.checkout = [409, arguments[0]]", CHANGED)
    click(browser, 'article[data-product-id="long"] button[data-action="checkout"]')
    wait_for(browser, "dialog[open]")
    wide += too_wide(browser, "the question")
    assert wide == []
