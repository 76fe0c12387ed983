"""Takes the README's pictures of the storefront: ``python -m tools.take_screenshots``.

Starts a local stage of its own, buys what is in stock and what is sold out, in real Chromium,
and writes ``docs/images/storefront-desktop.png`` and ``docs/images/storefront-phone.png``.
"""

from __future__ import annotations

from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

from local.interrupts import temporary_folder
from local.local_stage import LocalStage
from tools.chromium import REDRAWN, SECONDS, chromium_options, click, start_chromium

IMAGES = Path("docs/images")
SIZES = {"desktop": (1280, 900, False), "phone": (390, 844, True)}
PURCHASES = (("lamp-01", "FINALIZED"), ("vase-07", "REFUNDED"))


def open_browser(width: int, height: int, mobile: bool) -> webdriver.Chrome:
    """Headless Chromium whose page is ``width`` x ``height`` CSS pixels."""
    browser = start_chromium(chromium_options(["--hide-scrollbars"]))
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    return browser


def purchase(browser: webdriver.Chrome, url: str, buyer: int) -> None:
    """Sign in as demo buyer number ``buyer`` (from 1), buy both, wait for both outcomes."""
    wait = WebDriverWait(browser, SECONDS, ignored_exceptions=REDRAWN)

    def see(selector: str) -> None:
        wait.until(expected.presence_of_element_located((By.CSS_SELECTOR, selector)), selector)

    browser.get(url)
    click(browser, f"button[data-buyer]:nth-of-type({buyer})")
    see('#connection[data-state="live"]')
    for product_id, status in PURCHASES:
        click(browser, f'article[data-product-id="{product_id}"] button[data-action="checkout"]')
        see(f'li[data-status="{status}"]')
    browser.execute_script("document.activeElement.blur(); scrollTo(0, 0)")


def take(url: str, images: Path = IMAGES) -> None:
    images.mkdir(parents=True, exist_ok=True)
    # One buyer for each picture: a buyer's second page would show the orders of the first.
    for buyer, (name, size) in enumerate(SIZES.items(), start=1):
        browser = open_browser(*size)
        try:
            purchase(browser, url, buyer)
            browser.save_screenshot(str(images / f"storefront-{name}.png"))
            print(f"wrote {images / f'storefront-{name}.png'}")
        finally:
            browser.quit()


if __name__ == "__main__":
    with (
        temporary_folder("screenshots-") as folder,
        LocalStage(Path("."), storefront_port=0, outputs_file=folder / "outputs.json") as stage,
    ):
        take(stage.outputs["storefront_url"])
