"""``make up ORIGIN=``: a page of a developer's own hears an event, and no other page does."""

from __future__ import annotations

from typing import Any

import pytest
from selenium import webdriver

from local.local_stage import LocalStage
from operations import print_token, push_event
from tests.e2e.conftest import OwnPage
from tests.support.chromium import chromium
from tools.chromium import SECONDS

pytestmark = pytest.mark.xdist_group("pages")

# What the page's author would write, in words of the browser alone.
SIGN_IN = """
const [shop, endpoint, client, buyer, done] = arguments;
const tried = async () => {
  const config = await fetch(`${shop}/config.json`).then((answer) => answer.json())
    .catch((error) => ({ refused: error.name }));
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH", ClientId: client,
      AuthParameters: { USERNAME: buyer.email, PASSWORD: buyer.password },
    }),
  }).then((found) => found.json()).catch((error) => ({ refused: error.name }));
  return { config, signedIn: answer.refused ?? typeof answer.AuthenticationResult.AccessToken };
};
tried().then(done, (error) => done(String(error)));
"""
OPEN = """
const [http, ws, token, done] = arguments;
window.heard = [];
const headers = { Authorization: `Bearer ${token}` };
fetch(`${http}/orders/none`, { headers }).then((answer) => answer.status, (error) => error.name)
  .then((order) => {
    const socket = new WebSocket(ws, ["realtime.v1", `bearer.${token}`]);
    socket.onopen = () => socket.send('{"action":"resume"}');
    socket.onclose = () => done({ order, state: "closed" });
    socket.onmessage = ({ data }) => {
      window.heard.push(JSON.parse(data));
      done({ order, state: "live" });
    };
  });
"""
EVENTS = """
const done = arguments[0];
const look = () => {
  const events = window.heard.filter((frame) => frame.type === "hello.own-page");
  return events.length ? done(events) : setTimeout(look, 50);
};
look();
"""


def sign_in(browser: webdriver.Chrome, stage: LocalStage) -> Any:
    outputs = stage.outputs
    return browser.execute_async_script(
        SIGN_IN,
        outputs["storefront_url"],
        outputs["emulator_url"],
        outputs["user_pool_client_id"],
        outputs["demo_buyers"][1],
    )


def test_a_page_of_ones_own_hears_an_event_and_other_pages_are_refused(
    stage: LocalStage, outputs: str, own_page: OwnPage, capsys: pytest.CaptureFixture[str]
) -> None:
    grace = ["--outputs", outputs, "--buyer", stage.outputs["demo_buyers"][1]["email"]]
    assert print_token.main(grace) == 0
    token = capsys.readouterr().out.strip()
    doors = stage.outputs["http_url"], stage.outputs["websocket_url"], token

    with chromium(["--host-resolver-rules=MAP *.test 127.0.0.1"]) as browser:
        browser.set_script_timeout(SECONDS)

        # Another site, then a page of this machine that nobody named: it can sign in, as before.
        for origin, signed_in in (
            (f"http://evil.test:{own_page.port}", "TypeError"),
            (f"http://localhost:{own_page.port}", "string"),
        ):
            browser.get(origin)
            seen = sign_in(browser, stage)
            assert seen == {"config": {"refused": "TypeError"}, "signedIn": signed_in}
            refused = browser.execute_async_script(OPEN, *doors)
            assert refused == {"order": "TypeError", "state": "closed"}

        browser.get(own_page.origin)
        seen = sign_in(browser, stage)
        assert seen["signedIn"] == "string"
        assert seen["config"]["websocketUrl"] == stage.outputs["websocket_url"]
        assert browser.execute_async_script(OPEN, *doors) == {"order": 404, "state": "live"}
        data = '{"text":"it\'s \\"here\\""}'
        assert push_event.main([*grace, "--type", "hello.own-page", "--data", data]) == 0
        (event,) = browser.execute_async_script(EVENTS)

    assert event["data"] == {"text": 'it\'s "here"'}
    pushed = capsys.readouterr().out
    assert f"stored as {event['sequence']}, delivered to 1 connection" in pushed
    assert token not in pushed
