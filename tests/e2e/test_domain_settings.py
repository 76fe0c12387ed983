"""A local stage whose settings name domains is served at its own addresses all the same.

The stage of all end-to-end tests is such a stage.
"""

from __future__ import annotations

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer

pytestmark = pytest.mark.xdist_group("stage")


def test_it_says_what_it_leaves_out_and_works(
    stage: LocalStage, said_at_start: list[str], ada: Buyer
) -> None:
    ada.open_page().close()

    (left_out,) = [line for line in said_at_start if "left out" in line]
    assert "websocketDomainName, httpDomainName, certificateArn, hostedZoneId" in left_out
    assert stage.outputs["websocket_url"].startswith("ws://127.0.0.1:")
    assert stage.outputs["http_url"].startswith("http://127.0.0.1:")
