"""A tab of the shared browser is as a browser of its own: a test finds nothing of another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException

from tests.support import shared_chromium
from tests.support.chromium import run_before_load
from tests.support.folder_server import hosted
from tests.support.shared_chromium import SharedChromium

STORE = """
const [done] = arguments;
localStorage.setItem("a", "b");
sessionStorage.setItem("a", "b");
document.cookie = "a=b";
console.error("said");
caches.open("a").then(() => indexedDB.open("a")).then((asked) => { asked.onsuccess = done; });
"""
FIND = """
const [done] = arguments;
Promise.all([caches.keys(), indexedDB.databases()]).then(([kept, databases]) => done({
  stored: [localStorage.length, sessionStorage.length, document.cookie, kept, databases],
  size: [innerWidth, innerHeight],
  focus: document.hasFocus(),
  visible: document.visibilityState,
  ran: window.ran ?? null,
}));
"""


def found(browser: webdriver.Chrome, url: str) -> Any:
    browser.get(url)
    return browser.execute_async_script(FIND)


def test_a_tab_has_no_data_no_settings_and_no_log_of_the_tab_before(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>A page</title>")
    shared = SharedChromium()
    try:
        with hosted(tmp_path, {}) as port:
            url = f"http://127.0.0.1:{port}/"
            with shared.tab() as first:
                fresh = found(first, url)
                run_before_load(first, "window.ran = true")
                metrics = {"width": 390, "height": 500, "deviceScaleFactor": 1, "mobile": True}
                first.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
                first.get(url)
                first.execute_async_script(STORE)
                changed = found(first, url)
                first.switch_to.new_window("tab")

            with shared.tab() as second:
                log: Any = second.get_log("browser")  # type: ignore[no-untyped-call]
                assert log == []
                assert found(second, url) == fresh
                assert len(second.window_handles) == 2
    finally:
        shared.close()

    assert fresh["stored"] == [0, 0, "", [], []]
    assert (fresh["focus"], fresh["visible"], fresh["ran"]) == (True, "visible", None)
    assert changed["stored"] == [1, 1, "a=b", ["a"], [{"name": "a", "version": 1}]]
    assert changed["size"] != fresh["size"]
    assert changed["ran"] is True


class Crashed:
    """A browser that answers nothing once its first tab is made."""

    current_window_handle = "home"

    @property
    def window_handles(self) -> list[str]:
        raise WebDriverException("the browser has crashed")

    def execute_cdp_cmd(self, *_: object) -> dict[str, str]:
        return {"targetId": "tab"}

    def set_script_timeout(self, _: float) -> None: ...

    @property
    def switch_to(self) -> Any:
        return SimpleNamespace(window=lambda _: None)


def test_a_browser_that_has_crashed_is_followed_by_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life: list[str] = []

    @contextmanager
    def crashing(_: object) -> Iterator[Crashed]:
        life.append("started")
        yield Crashed()
        life.append("ended")

    monkeypatch.setattr(shared_chromium, "own_chromium", crashing)
    shared = SharedChromium()
    for _ in range(2):
        with shared.tab():
            pass

    assert life == ["started", "ended"] * 2
