"""axe-core finds nothing in any state of the shop page, on desktop and phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver

from tests.support.chromium import chromium
from tests.support.page_states import open_page, states
from tests.support.repository import REPO_ROOT
from tests.support.stubbed_shop import served_page

AXE = REPO_ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
# Of the rules that look at colours these are enabled; all others are the same in both schemes.
COLOURS = ("color-contrast", "link-in-text-block")
# Every rule of axe-core but one. "color-contrast-enhanced" asks for level AAA; the page keeps AA.
FIND = """
const [only, done] = arguments;
const rules = Object.fromEntries(axe.getRules().map(({ruleId}) =>
  [ruleId, {enabled: only ? only.includes(ruleId) : ruleId !== "color-contrast-enhanced"}]));
const options = {rules, resultTypes: ["violations"], preload: false};
const told = ({violations}) => violations.flatMap(({id, nodes}) =>
  nodes.map(({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
// The page draws what the new size changes, and only then is it looked at.
requestAnimationFrame(() => requestAnimationFrame(() =>
  axe.run(document, options).then((found) => done(told(found)), (error) => done([String(error)]))));
"""


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver, served_page() as url:
        open_page(driver, url)
        driver.execute_script(AXE.read_text())
        yield driver


def found_by_axe(browser: webdriver.Chrome, state: str) -> list[str]:
    found: list[str] = []
    for size, (width, height) in SIZES.items():
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        for scheme in SCHEMES:
            # What moves has other colours on its way.
            features = [
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            answer: Any = browser.execute_async_script(FIND, None if scheme == "light" else COLOURS)
            found += [f"{state}, {size}, {scheme}: {one}" for one in answer]
    return found


def test_axe_finds_nothing_in_any_state(browser: webdriver.Chrome) -> None:
    found = {state: found_by_axe(browser, state) for state in states(browser)}
    assert [one for some in found.values() for one in some] == []
