"""A hosted page of before its shop moved: its policy refuses the new addresses, and it says so."""

from __future__ import annotations

import json
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from operations.hosted_page import page_files
from operations.write_page import write_page
from tests.support.chromium import chromium
from tests.support.folder_server import hosted
from tests.support.repository import REPO_ROOT
from tools.chromium import SECONDS

BEFORE = {
    "httpUrl": "http://127.0.0.1:9", "websocketUrl": "ws://127.0.0.1:9/live",
    "cognitoEndpoint": "http://127.0.0.1:9/people/", "userPoolClientId": "client",
}  # fmt: skip
MOVED = {name: text.replace(":9", ":19") for name, text in BEFORE.items()}
NOTICE = "return document.getElementById('notice').textContent"
TOO_OLD = (
    "This page is older than the shop's addresses. Please reload it; if that does not help, "
    "tell the shop."
)
AWAY = "The shop cannot be reached. Check the connection and try again."


def says(browser: webdriver.Chrome, text: str) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda _: browser.execute_script(NOTICE) == text, f"it never said {text!r}"
    )


def test_a_page_whose_policy_refuses_the_shop_asks_to_be_reloaded(tmp_path: Path) -> None:
    page = tmp_path / "page"
    headers = write_page(page_files(REPO_ROOT), BEFORE, page)
    with hosted(page, headers) as port, chromium() as browser:
        for config, text in ((BEFORE, AWAY), (MOVED, TOO_OLD)):
            (page / "config.json").write_text(json.dumps(config))
            browser.get(f"http://127.0.0.1:{port}/")
            says(browser, text)
