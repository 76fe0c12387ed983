"""Takes the README's pictures of the storefront: ``python -m tools.take_screenshots``.

Starts a local stage of its own, buys what is in stock and what is sold out, in real Chromium,
and writes ``docs/images/storefront-*.png`` and ``docs/images/checkout.gif``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

from local.interrupts import temporary_folder
from local.local_stage import LocalStage
from tools.animate_checkout import record, write
from tools.chromium import REDRAWN, SECONDS, chromium_options, click, running_chromium

IMAGES = Path("docs/images")
DESKTOP = (1280, 900)
PHONE = (390, 844)
ANIMATED = (1000, 800)
IN_STOCK = "lamp-01"
SOLD_OUT = "vase-07"
COLOURS = 128
HAS_ASKED = """
const newest = [...document.querySelectorAll("#orders li")].slice(0, 2);
return newest.some((one) => one.dataset.reads > 0);
"""
AT_REST = """
document.activeElement.blur();
scrollTo(0, 0);
for (const one of document.getAnimations()) {
  if (one.effect.getTiming().iterations === 1) one.finish();
}
"""


def take(url: str, images: Path = IMAGES) -> None:
    """One buyer for each size: a buyer's second page would show the orders of the first."""
    images.mkdir(parents=True, exist_ok=True)
    with browser_of(*PHONE) as phone:
        enter(phone, url, buyer=2)
        for _ in ("slowly, while the functions start", "at their usual pace"):
            buy(phone, IN_STOCK, "FINALIZED")
        buy(phone, SOLD_OUT, "REFUNDED")
        shoot(phone, images / "storefront-phone.png")
    with browser_of(*ANIMATED) as desktop:
        enter(desktop, f"{url}?events", buyer=1)
        write(record(desktop, SOLD_OUT), images / "checkout.gif")
        buy(desktop, IN_STOCK, "FINALIZED")
        resize(desktop, *DESKTOP)
        shoot(desktop, images / "storefront-desktop.png")
        emulate(desktop, "dark")
        shoot(desktop, images / "storefront-dark.png")


@contextmanager
def browser_of(width: int, height: int) -> Iterator[webdriver.Chrome]:
    """A browser whose page is ``width`` x ``height`` CSS pixels; it ends with the block."""
    with running_chromium(chromium_options(["--hide-scrollbars"])) as browser:
        resize(browser, width, height)
        yield browser


def enter(browser: webdriver.Chrome, url: str, buyer: int) -> None:
    """Sign in as demo buyer number ``buyer`` (from 1)."""
    browser.get(url)
    click(browser, f"button[data-buyer]:nth-of-type({buyer})")
    _see(browser, '#connection[data-state="live"]')
    _see(browser, "article[data-product-id]")


def buy(browser: webdriver.Chrome, product_id: str, status: str) -> None:
    """Check out one and wait for the order's end; the newest order is the first one."""
    _see(browser, f'article[data-product-id="{product_id}"] button:not([aria-disabled]).primary')
    orders = len(browser.find_elements(By.CSS_SELECTOR, "#orders li"))
    click(browser, f'article[data-product-id="{product_id}"] button[data-action="checkout"]')
    # Not by PENDING: a fast stage ends an order between two looks.
    _see(browser, f"#orders li:nth-child({orders + 1})")
    _see(browser, f"#orders li:first-child[data-status='{status}']")


def resize(browser: webdriver.Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def emulate(browser: webdriver.Chrome, scheme: str) -> None:
    """A light or a dark scheme."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def shoot(browser: webdriver.Chrome, file: Path) -> None:
    """The top of the page at rest, in few colours: the file is a third as large."""
    browser.execute_script(AT_REST)
    picture = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"wrote {file}")
    if browser.execute_script(HAS_ASKED):
        print("The stage was slow, and the page asked the shop. Take the pictures again.")


def _see(browser: webdriver.Chrome, selector: str) -> None:
    wait = WebDriverWait(browser, SECONDS, ignored_exceptions=REDRAWN)
    wait.until(expected.presence_of_element_located((By.CSS_SELECTOR, selector)), selector)


if __name__ == "__main__":
    with (
        temporary_folder("screenshots-") as folder,
        LocalStage(Path("."), storefront_port=0, outputs_file=folder / "outputs.json") as stage,
    ):
        take(stage.outputs["storefront_url"])
