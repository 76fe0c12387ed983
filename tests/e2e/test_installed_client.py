"""The client, packed and installed, hears an event of a stage: in Node and in Chromium."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.support.chromium import chromium
from tests.support.folder_server import hosted
from tests.support.installed_client import installed, run_node, ws_module
from tests.support.producer import an_event, push
from tools.chromium import SECONDS

pytestmark = pytest.mark.xdist_group("stage")

PAGE = """<!doctype html>
<script type="importmap">
  {"imports": {"realtime-notifier-client": "/node_modules/realtime-notifier-client/realtime.js"}}
</script>
<script type="module">
  import { connect } from "realtime-notifier-client";
  const connection = connect({ url: %(url)s, token: %(token)s });
  connection.subscribe("return.received", (event) => document.title = event.data.mark);
</script>
"""
NODE = """
import { connect } from "realtime-notifier-client";
import { WebSocket } from %(ws)s;

class FromTheShop extends WebSocket { // Node sends no Origin by itself, and the stage asks for one
  constructor(url, protocols) { super(url, protocols, { origin: %(origin)s }); }
}
const connection = connect({ url: %(url)s, token: () => %(token)s, WebSocket: FromTheShop });
connection.on("state", ({ state, code }) => console.error(state, code));
connection.subscribe("return.received", (event) => {
  if (event.data.mark !== %(mark)s) return;
  console.log(JSON.stringify(event));
  connection.close(); // then nothing holds Node
});
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("installed") / "project")


def said(stage: LocalStage, buyer: Buyer, **more: str) -> dict[str, str]:
    """What the pages name, as JavaScript."""
    facts = {"url": stage.outputs["websocket_url"], "token": buyer.token, **more}
    return {name: json.dumps(value) for name, value in facts.items()}


def pushed(stage: LocalStage, buyer: Buyer, mark: str) -> dict[str, object]:
    event = an_event(data={"mark": mark})
    assert push(stage, {"userId": buyer.user_id, "event": event})["stored"] is True
    return event


def test_node_hears_an_event_and_ends_when_the_connection_is_closed(
    project: Path, stage: LocalStage, grace: Buyer
) -> None:
    event = pushed(stage, grace, "for Node")
    origin = stage.outputs["storefront_url"].rstrip("/")
    facts = said(stage, grace, origin=origin, mark="for Node", ws=ws_module())

    done = run_node(project, "listen.js", NODE % facts)

    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout)
    assert {name: heard[name] for name in event} == event
    assert done.stderr.splitlines()[-1] == "closed closed-by-page"


def test_a_page_hears_an_event_with_an_import_map(
    project: Path, stage: LocalStage, ada: Buyer
) -> None:
    (project / "index.html").write_text(PAGE % said(stage, ada))
    shop = stage.outputs["storefront_url"].rstrip("/")
    with hosted(project, {}) as port:
        rule = f"MAP {urlsplit(shop).netloc} 127.0.0.1:{port}"  # an origin that the stage allows
        with chromium([f"--host-resolver-rules={rule}"]) as browser:
            browser.get(shop + "/index.html")
            pushed(stage, ada, "for Chromium")
            WebDriverWait(browser, SECONDS).until(lambda page: page.title == "for Chromium")
