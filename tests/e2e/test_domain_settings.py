"""A local stage whose settings name domains is served at its own addresses all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.components.test_custom_domain import DOMAINS
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")


def test_it_says_what_it_leaves_out_and_works(tmp_path: Path) -> None:
    said: list[str] = []
    outputs_file = tmp_path / "outputs.json"
    with LocalStage(
        REPO_ROOT, storefront_port=0, outputs_file=outputs_file, settings=DOMAINS, say=said.append
    ) as stage:
        buyer = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()
        buyer.open_page().close()

    (left_out,) = [line for line in said if "left out" in line]
    assert "websocketDomainName, httpDomainName, certificateArn, hostedZoneId" in left_out
    assert stage.outputs["websocket_url"].startswith("ws://127.0.0.1:")
