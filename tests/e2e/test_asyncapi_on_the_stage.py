"""Frames that the stage really sends, held against docs/asyncapi.yaml."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from typing import Any

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.support.documents import faults, load, validator
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")

DOCUMENT = load("asyncapi.yaml")
AHEAD_OF_ANY_LOG = "9" * 20
REFUSED = {
    "malformed": "{not json",
    "invalid-after": json.dumps({"action": "resume", "after": AHEAD_OF_ANY_LOG}),
}
FRAMES_OF_THE_CLIENT = """
import { PING_FRAME, resumeFrame } from "./client/internal/frames.js";
console.log(JSON.stringify([PING_FRAME, resumeFrame(null), resumeFrame("0".repeat(20))]));
"""


def messages_of(action: str) -> set[str]:
    """Names of the messages that the server sends (``send`` and replies) or receives."""
    parts: list[dict[str, Any]] = []
    for operation in DOCUMENT["operations"].values():
        if operation["action"] == action:
            parts.append(operation)
        if action == "send":
            parts.append(operation.get("reply", {}))
    return {one["$ref"].rsplit("/", 1)[1] for part in parts for one in part.get("messages", [])}


def name_of(frame: object, among: set[str]) -> str:
    """The one message that the frame is; fails for a frame that the document does not know."""
    found = {
        name: faults(validator(DOCUMENT, f"#/components/schemas/{name}"), frame) for name in among
    }
    fitting = [name for name, wrong in found.items() if not wrong]
    assert len(fitting) == 1, f"{frame} is {fitting or 'unknown'}: {found}"
    return fitting[0]


def test_every_frame_of_the_stage_is_documented_and_every_kind_was_seen(stage: LocalStage) -> None:
    buyer = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()
    page = buyer.open_page()
    sent: tuple[str | dict[str, Any], ...] = ({"action": "ping"}, *REFUSED.values())
    for one in sent:
        page.send(one)
    for product_id, payment_token, outcome in (
        ("mug-02", "tok_ok", "finalized"),
        ("vase-07", "tok_ok", "refunded"),
        ("lamp-01", "tok_declined", "declined"),
    ):
        placed = buyer.check_out(product_id, secrets.token_hex(8), payment_token=payment_token)
        page.wait_for(f"order.{outcome}", placed.body["orderId"])
    page.wait_for("realtime.pong")
    page.close()

    frames = [received.frame for received in page.frames]
    assert {name_of(frame, messages_of("send")) for frame in frames} == messages_of("send")
    codes = {frame["code"] for frame in frames if frame["type"] == "realtime.error"}
    assert codes == set(REFUSED)


def test_the_document_tells_a_frame_of_the_server_that_it_does_not_know() -> None:
    for unknown in ({"type": "realtime.news"}, {"type": "realtime.pong", "more": 1}, {}, "pong"):
        with pytest.raises(AssertionError):
            name_of(unknown, messages_of("send"))


def test_the_browser_client_sends_what_is_documented_and_all_of_it() -> None:
    node = shutil.which("node")
    assert node, "node is not installed"
    said = subprocess.run(
        [node, "--input-type=module", "--eval", FRAMES_OF_THE_CLIENT],
        cwd=REPO_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    frames = [json.loads(text) for text in json.loads(said.stdout)]
    assert {name_of(frame, messages_of("receive")) for frame in frames} == messages_of("receive")
