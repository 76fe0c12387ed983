"""The page that docs/getting-started.md tells a newcomer to write hears what is pushed to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from local.local_stage import LocalStage
from operations import print_token, push_event
from tests.docs.getting_started import write_files
from tests.e2e.conftest import OwnPage
from tests.support.chromium import chromium
from tests.support.folder_server import hosted
from tools.chromium import SECONDS

pytestmark = pytest.mark.xdist_group("pages")


def test_the_page_shows_an_event_and_after_a_reload_what_it_missed_but_nothing_twice(
    stage: LocalStage,
    outputs: str,
    own_page: OwnPage,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "my-page"
    folder.mkdir()
    write_files(folder)
    page = (folder / "index.html").read_text()
    assert "http://127.0.0.1:8080/" in page
    shop = stage.outputs["storefront_url"]
    (folder / "index.html").write_text(page.replace("http://127.0.0.1:8080", shop))
    grace = ["--outputs", outputs, "--buyer", stage.outputs["demo_buyers"][1]["email"]]
    assert print_token.main(grace) == 0
    (folder / "token.txt").write_text(capsys.readouterr().out)

    def push(text: str) -> None:
        assert push_event.main([*grace, "--data", f'{{"text": "{text}"}}']) == 0

    # The stage lets one origin in beside its own: that one is answered from this folder.
    with hosted(folder, {}) as port:
        rule = f"MAP shop.test:{own_page.port} 127.0.0.1:{port}"
        with chromium([f"--host-resolver-rules={rule}"]) as browser:
            wait = WebDriverWait(browser, SECONDS)

            def shown(*lines: str) -> bool:
                found = browser.find_element(By.TAG_NAME, "body").text.splitlines()
                return all(line in found for line in lines)

            browser.get(own_page.origin)
            wait.until(lambda _: shown("(live)"))
            push("first")
            wait.until(lambda _: shown("first"))
            browser.get("about:blank")
            push("second")
            browser.get(own_page.origin)
            wait.until(lambda _: shown("(live)", "second"))
            assert not shown("first")
