"""Every state of the shop page, one after the other on one page, without a stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from selenium import webdriver

from tests.support.chromium import run_before_load, wait_for
from tests.support.stubbed_shop import script_of

EMAIL = "ada@example.com"
PRICE = {"unitPriceMinor": 5400, "currency": "EUR"}
PRODUCTS = [
    {"productId": "lamp", "name": "Desk lamp", "description": "Warm light.", "stock": 3, **PRICE},
    {"productId": "vase", "name": "Glass vase", "description": "Hand blown.", "stock": 0, **PRICE},
    {"productId": "mug", "name": "Stoneware mug", "description": "350 ml.", "stock": 60, **PRICE},
]
ENDED: dict[str, dict[str, str]] = {
    "ord-declined": {"status": "DECLINED", "reason": "PaymentDeclined"},
    "ord-attention": {"status": "NEEDS_ATTENTION"},
    "ord-put-right": {"status": "NEEDS_ATTENTION", "resolvedAs": "REFUNDED"},
    "ord-late": {"status": "REFUNDED", "reason": "PaymentProviderTimeout"},
    "ord-paid": {"status": "FINALIZED"},
}
ORDERS = {
    order_id: {
        "orderId": order_id, "amountMinor": 5400, "currency": "EUR",
        "createdAt": "2026-01-02T10:00:00.000Z",
        "lines": [{"productId": "mug", "quantity": 1, "unitPriceMinor": 5400}], **end,
    }
    for order_id, end in ENDED.items()
}  # fmt: skip
NEW_PASSWORD = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s", "ChallengeParameters": {}}
CHANGED = {
    "code": "amount-changed",
    "shownAmountMinor": 5400,
    "amountMinor": 5900,
    "currency": "EUR",
}
OFFLINE = """
Object.defineProperty(navigator, "onLine", {get: () => false, configurable: true});
window.dispatchEvent(new Event("offline"));
"""
SAYS = "window.socket.onmessage({data: JSON.stringify(arguments[0])})"
SHOP = {"products": None, "orders": ORDERS, "buyers": [EMAIL]}


def open_page(browser: webdriver.Chrome, url: str) -> None:
    """Open the page; its shop has not answered yet."""
    run_before_load(browser, script_of(SHOP))
    browser.get(url)


def press(browser: webdriver.Chrome, selector: str) -> None:
    """Press what is there, also where the header is over it: nothing scrolls."""
    browser.execute_script("arguments[0].click()", wait_for(browser, selector))


def says(browser: webdriver.Chrome, **frame: Any) -> None:
    """The server of the page's connection posts a frame."""
    browser.execute_script(SAYS, frame)


def buy(browser: webdriver.Chrome, product_id: str, order_id: str) -> None:
    """Check out one of a product; the shop takes it as this order."""
    placed = {"orderId": order_id, "status": "PENDING", "amountMinor": 5400, "currency": "EUR"}
    browser.execute_script("shop.checkout = [202, arguments[0]]", placed)
    press(browser, f'article[data-product-id="{product_id}"] button[data-action="checkout"]')
    wait_for(browser, f'li[data-order-id="{order_id}"][data-status="PENDING"]')


def ends(browser: webdriver.Chrome, order_id: str, number: int, status: str, **data: str) -> None:
    """The end of an order is pushed, as the user's event of this number."""
    says(
        browser, specversion="1.0", id=f"event-{number}", source="checkout",
        type=f"order.{status.lower()}", subject=order_id, time="2026-01-02T10:00:03.000Z",
        sequence=f"{number:020}", epoch="1",
        data={"orderId": order_id, "status": status, **data},
    )  # fmt: skip
    wait_for(browser, f'li[data-order-id="{order_id}"][data-status="{status}"]')


def states(browser: webdriver.Chrome) -> Iterator[str]:
    """Brings the page that is open into one state after the other, and names each."""
    yield from _signed_out(browser)
    yield from _signing_in(browser)
    yield from _orders(browser)
    yield from _without_connection(browser)
    yield from _seldom(browser)
    press(browser, "#sign-out")
    yield "signed out again"


def _signed_out(browser: webdriver.Chrome) -> Iterator[str]:
    wait_for(browser, "button[data-buyer]")
    yield "loading the products"
    browser.execute_script("answerLate([500, {}])")
    wait_for(browser, "#products-problem:not([hidden])")
    yield "no products could be loaded"
    browser.execute_script("shop.products = arguments[0]", PRODUCTS)
    press(browser, "#products-again")
    wait_for(browser, "article[data-product-id]")
    yield "signed out"


def _signing_in(browser: webdriver.Chrome) -> Iterator[str]:
    refused = {"__type": "NotAuthorizedException"}
    browser.execute_script("shop.signedIn = shop.auth; shop.auth = [400, arguments[0]]", refused)
    press(browser, "button[data-buyer]")
    wait_for(browser, "#notice.problem")
    yield "a sign-in was refused"
    browser.execute_script("shop.auth = [200, arguments[0]]", NEW_PASSWORD)
    press(browser, "button[data-buyer]")
    wait_for(browser, "#choose-password:not([hidden])").find_element("id", "new-password")
    yield "a new password is asked for"
    browser.execute_script("shop.auth = shop.signedIn")
    press(browser, "#start-over")
    press(browser, "button[data-buyer]")
    wait_for(browser, 'li[data-order-id="ord-paid"]')
    yield "connecting, with orders of before"


def _orders(browser: webdriver.Chrome) -> Iterator[str]:
    browser.execute_script("window.socket.onopen()")
    says(browser, type="realtime.resumed", after=None, through=f"{0:020}", complete=True, epoch="1")
    wait_for(browser, '#connection[data-state="live"]')
    press(browser, "#arrivals-toggle")
    yield "what arrives is shown, and nothing has arrived"
    buy(browser, "vase", "ord-vase")
    yield "an order is pending"
    ends(browser, "ord-vase", 1, "REFUNDED", reason="OutOfStock")
    wait_for(browser, "#correction.filled")
    yield "an order was refunded"
    browser.execute_script("shop.checkout = [409, arguments[0]]", CHANGED)
    press(browser, "#correction-take")
    wait_for(browser, "dialog[open]")
    yield "the price is another one"
    press(browser, "#price-cancel")
    press(browser, "#correction-close")
    buy(browser, "lamp", "ord-lamp")
    ends(browser, "ord-lamp", 2, "FINALIZED")
    yield "an order was finalized"
    browser.execute_script("shop.kept = shop.products; shop.products = []")
    ends(browser, "ord-elsewhere", 3, "DECLINED")
    wait_for(browser, "#products-none:not([hidden])")
    yield "nothing is for sale"
    browser.execute_script("shop.products = shop.kept")
    ends(browser, "ord-elsewhere-too", 4, "FINALIZED")
    wait_for(browser, "article[data-product-id]")


def _without_connection(browser: webdriver.Chrome) -> Iterator[str]:
    says(browser, type="realtime.error", code="connection-limit", message="Too many.")
    wait_for(browser, "#connection-retry:not([hidden])")
    yield "the connection is paused"
    browser.execute_script(OFFLINE)
    press(browser, "#connection-retry")
    wait_for(browser, "#connection-words:not(:empty)")
    yield "offline"


def _seldom(browser: webdriver.Chrome) -> Iterator[str]:
    """An order of another tab ends, and meanwhile nothing is for sale any more."""
    browser.execute_script("shop.products = []; shop.checkout = [500, {}]")
    press(browser, 'article[data-product-id="mug"] button[data-action="checkout"]')
    wait_for(browser, "#notice.problem")
    yield "the shop has a fault"
    press(browser, "#arrivals-toggle")
