"""Frames of the fake server that its comparison with a stage does not reach: the functions' own."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from components.realtime_notifier.args import NotifierSettings
from contract import limits
from contract.frames import MALFORMED_FRAME
from functions.realtime.protocol.cloudevents import MAX_FRAME_BYTES
from functions.realtime.protocol.frames import control_text
from functions.realtime.protocol.tokens import CLOCK_SKEW_SECONDS
from functions.realtime.push.delivery_and_cleanup import TOO_MANY
from functions.realtime.push.replay import PAGE_EVENTS
from functions.realtime.push.resume import TOKEN_EXPIRED
from tests.support.repository import REPO_ROOT

TESTING = REPO_ROOT / "client" / "testing"
SCRIPT = """
import { createFakeServer } from "./index.js";
import { MALFORMED, TOKEN_EXPIRED } from "./resume.js";
import { MOST_POSTED_BYTES } from "./events.js";
import { COOLDOWN_SECONDS, MOST_REPLAYS_A_MINUTE } from "./replay_pauses.js";
import { MOST_FRAMES_A_MINUTE } from "./frames.js";
import { CLOCK_SKEW_SECONDS } from "./tokens.js";
import { TOO_MANY } from "./connections.js";
import { checkOptions } from "./options.js";

console.log(JSON.stringify({
  MALFORMED, TOKEN_EXPIRED, TOO_MANY, MOST_POSTED_BYTES, COOLDOWN_SECONDS, MOST_REPLAYS_A_MINUTE,
  MOST_FRAMES_A_MINUTE, CLOCK_SKEW_SECONDS, options: checkOptions({}),
}));
"""


@pytest.fixture(scope="module")
def fake() -> dict[str, object]:
    node = shutil.which("node")
    assert node, "node is not installed; the tests in JavaScript need Node.js 18 or newer"
    done = subprocess.run(
        [node, "--input-type=module", "--eval", SCRIPT],
        cwd=TESTING, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_frames_are_those_of_the_functions(fake: dict[str, object]) -> None:
    assert fake["MALFORMED"] == MALFORMED_FRAME
    assert fake["TOKEN_EXPIRED"] == json.loads(control_text(TOKEN_EXPIRED))
    assert fake["TOO_MANY"] == json.loads(TOO_MANY)


def test_the_limits_are_those_of_the_stage(fake: dict[str, object]) -> None:
    assert fake["MOST_POSTED_BYTES"] == MAX_FRAME_BYTES
    assert fake["COOLDOWN_SECONDS"] == limits.RESUME_COOLDOWN_SECONDS
    assert fake["MOST_REPLAYS_A_MINUTE"] == limits.MAX_REPLAYS_PER_MINUTE
    assert fake["MOST_FRAMES_A_MINUTE"] == limits.MAX_FRAMES_PER_MINUTE
    assert fake["CLOCK_SKEW_SECONDS"] == CLOCK_SKEW_SECONDS


def test_the_options_have_the_defaults_of_the_component(fake: dict[str, object]) -> None:
    options = fake["options"]
    assert isinstance(options, dict)
    assert options["maxConnectionsPerUser"] == NotifierSettings.max_connections_per_user
    assert isinstance(NotifierSettings.replay_window_hours, int)
    assert options["windowSeconds"] == 3600 * NotifierSettings.replay_window_hours
    assert options["checkMinutes"] == NotifierSettings.subscription_check_minutes
    assert 60 * options["checkMinutes"] == limits.SUBSCRIPTION_CHECK_SECONDS
    assert options["eventsPerAnswer"] == PAGE_EVENTS
