"""A Chromium for many tests: each gets a tab of its own, and finds no data of another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from tools.chromium import CHROMIUM, DRIVER, chromium_options, running_chromium

SCRIPT_SECONDS = 30  # WebDriver's own default


@contextmanager
def own_chromium(more_flags: Sequence[str] = ()) -> Iterator[webdriver.Chrome]:
    """A browser that nobody shares; it ends with the block."""
    for program in (CHROMIUM, DRIVER):
        # A failure, not a skip: a skipped browser test would look like a passed one.
        assert program.exists(), f"{program} is missing; install chromium and chromium-driver"
    options = chromium_options(("--window-size=1280,900", *more_flags))
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with running_chromium(options) as driver:
        yield driver


class SharedChromium:
    """A browser that starts for its first tab and runs until ``close``.

    To start it and to load the page for the first time takes two seconds of a core.
    """

    def __init__(self, more_flags: Sequence[str] = ()) -> None:
        self._flags = more_flags
        self._running = ExitStack()
        self._browser: webdriver.Chrome | None = None
        self._home = ""

    @contextmanager
    def tab(self) -> Iterator[webdriver.Chrome]:
        """A new tab. What a test sets through the driver belongs to the tab and goes with it."""
        browser = self._started()
        # Not by new_window(): such a tab has no focus.
        made = browser.execute_cdp_cmd("Target.createTarget", {"url": "about:blank"})
        browser.switch_to.window(made["targetId"])
        browser.set_script_timeout(SCRIPT_SECONDS)
        try:
            yield browser
        finally:
            try:
                self._forget(browser)
            except (WebDriverException, HTTPError):  # it has crashed; the next tab gets another one
                self.close()

    def close(self) -> None:
        """End the browser, if it runs."""
        self._browser = None
        self._running.close()

    def _started(self) -> webdriver.Chrome:
        if self._browser is None:
            self._browser = self._running.enter_context(own_chromium(self._flags))
            self._home = self._browser.current_window_handle
        return self._browser

    def _forget(self, browser: webdriver.Chrome) -> None:
        """Close each tab but the first, then remove what its page has stored and said."""
        for tab in browser.window_handles:
            if tab != self._home:
                browser.switch_to.window(tab)
                browser.close()
        browser.switch_to.window(self._home)
        everything = {"origin": "*", "storageTypes": "all"}
        browser.execute_cdp_cmd("Storage.clearDataForOrigin", everything)
        browser.get_log("browser")  # type: ignore[no-untyped-call]  # as Selenium has it
