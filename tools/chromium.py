"""Starts and clicks Debian's Chromium, headless, for the pictures and the browser tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

from local.interrupts import temporary_folder
from local.loopback import keep_loopback_direct

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
    "--no-proxy-server",  # every page is on this machine
)
SECONDS = 60
REDRAWN = (ElementClickInterceptedException, StaleElementReferenceException)


def chromium_options(flags: Sequence[str]) -> webdriver.ChromeOptions:
    """The options of a browser with ``FLAGS`` and these flags."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, *flags):
        options.add_argument(flag)
    return options


@contextmanager
def running_chromium(options: webdriver.ChromeOptions) -> Iterator[webdriver.Chrome]:
    """A new browser. It ends with the block.

    Its temporary files are in a folder of their own, which is removed: Chromium leaves some.
    """
    keep_loopback_direct(os.environ)  # the driver is on this machine, too
    with temporary_folder("chromium-") as folder:
        environment = os.environ | {"TMPDIR": str(folder)}
        service = webdriver.ChromeService(str(DRIVER), env=environment)
        browser = webdriver.Chrome(options=options, service=service)
        try:
            yield browser
        finally:
            browser.quit()


def click(browser: webdriver.Chrome, selector: str) -> None:
    """Click the first element of ``selector`` once it can be clicked; fails after ``SECONDS``."""

    # A redraw between find and click raises an error, and the wait tries both again.
    def clicked(_: webdriver.Chrome) -> bool:
        found = expected.element_to_be_clickable((By.CSS_SELECTOR, selector))(browser)
        if not found:
            return False
        found.click()
        return True

    waiting = WebDriverWait(browser, SECONDS, ignored_exceptions=REDRAWN)
    waiting.until(clicked, f"{selector} cannot be clicked")
