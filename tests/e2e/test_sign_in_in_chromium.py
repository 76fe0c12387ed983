"""A buyer made by an administrator signs in: with a temporary password, then with their own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from local.local_stage import LocalStage
from tests.support.chromium import chromium, outcome_of, place_order, wait_for
from tools.chromium import SECONDS, click

pytestmark = pytest.mark.xdist_group("pages")

NOTICE = "return document.getElementById('notice').textContent"
TEMPORARY = "Temporary-1234"
RULES_KEPT = "return document.querySelectorAll('#password-rules [data-kept=true]').length"


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def newcomer(stage: LocalStage) -> str:
    """The e-mail address of a buyer of this test's own, made as the README says."""
    email = f"new-{secrets.token_hex(4)}@example.com"
    verified = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    stage.client("cognito-idp").admin_create_user(
        UserPoolId=stage.outputs["user_pool_id"],
        Username=email,
        TemporaryPassword=TEMPORARY,
        MessageAction="SUPPRESS",
        UserAttributes=verified,
    )
    return email


def fill_in(browser: webdriver.Chrome, email: str, password: str) -> None:
    for field, text in (("email", email), ("password", password)):
        element = wait_for(browser, f"#{field}")
        element.clear()
        element.send_keys(text)
    click(browser, "#sign-in button")


def said(browser: webdriver.Chrome, text: str) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda _: text in browser.execute_script(NOTICE), f"it never said {text!r}"
    )


def test_a_new_buyer_chooses_a_password_and_uses_it_from_then_on(
    browser: webdriver.Chrome, stage: Any, newcomer: str
) -> None:
    browser.get(stage.outputs["storefront_url"])
    wait_for(browser, "article[data-product-id]")
    fill_in(browser, newcomer, TEMPORARY)
    field = wait_for(browser, "#choose-password:not([hidden]) #new-password")
    assert browser.execute_script("return document.activeElement.id") == "new-password"

    field.send_keys("abcdefghijkl")
    assert browser.execute_script(RULES_KEPT) == 2
    click(browser, "#choose-password button.primary")
    missing = browser.execute_script("return arguments[0].validationMessage", field)
    assert missing == "Still missing: an upper-case letter, a digit."

    own = f"Own-{secrets.token_hex(8)}-1aA"
    field.clear()
    field.send_keys(own)
    click(browser, "#choose-password button.primary")
    wait_for(browser, '#connection[data-state="live"]')
    outcome_of(browser, place_order(browser, "mug-02"), "FINALIZED")

    click(browser, "#sign-out")
    fill_in(browser, newcomer, TEMPORARY)
    said(browser, "do not match an account")
    fill_in(browser, newcomer, own)
    wait_for(browser, '#connection[data-state="live"]')


def test_a_demo_buyer_who_sets_a_password_first_is_marked(
    browser: webdriver.Chrome, stage: Any
) -> None:
    marked = [one["email"] for one in stage.outputs["demo_buyers"] if one.get("temporary")]
    assert marked
    browser.get(stage.outputs["storefront_url"])
    for email in marked:
        assert "sets a password first" in wait_for(browser, f'button[data-buyer="{email}"]').text
