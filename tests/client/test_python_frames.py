"""The reader of the model and that of the browser client agree on every text, however hostile."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.python_frames import read_frame
from client.python_model import PageModel, ProtocolError
from contract.frames import ERROR, ERROR_CODES, PONG, RESUMED, TOO_SOON
from tests.support.repository import REPO_ROOT

FRAMES_JS = (REPO_ROOT / "client" / "internal" / "frames.js").as_uri()
SEQUENCE, EPOCH = "0" * 19 + "7", "00000000000000aa"
VALID: list[dict[str, Any]] = [
    {"specversion": "1.0", "type": "order.finalized", "sequence": SEQUENCE, "epoch": EPOCH},
    {"type": RESUMED, "after": None, "through": SEQUENCE, "complete": True, "epoch": EPOCH},
    {"type": PONG},
    *({"type": ERROR, "code": code, "message": "A sentence."} for code in ERROR_CODES),
    {"type": ERROR, "code": TOO_SOON, "message": "Wait.", "retryAfterSeconds": 5},
    {"message": "Internal server error", "connectionId": "c", "requestId": "r"},
]
NAMES = sorted({name for frame in VALID for name in frame})
ODD: list[Any] = [
    None, True, False, 0, -0.0, 1, 5, -3, 1.5, 1e9, 10**400, "", " ", "1.0", 1.0, [], {}, [0],
    {"type": PONG}, PONG, RESUMED, ERROR, "realtime.later", "constructor", "__proto__", SEQUENCE,
    SEQUENCE + "\n", SEQUENCE[1:], "\u0660" * 20, EPOCH, "a" * 64, "a" * 65, "\U0001f600" * 32,
    "\U0001f600" * 33, "a b", "a\ufeff", "a\x85", "a\x1c", "a\u2028", "\ud800", "later-code",
]  # fmt: skip
NO_OBJECTS = [
    "", "{", "[]", "[1]", "null", "5", "true", '"text"', "NaN", "-Infinity", '{"type":NaN}',
    "\ufeff{}", "{} {}", '{"type":"realtime.pong"}x', "\x00", "9" * 5000,
    '{"a":' + "9" * 5000 + "}",
    '{"type":"x","type":"realtime.pong"}', "{'type':'realtime.pong'}", '{"type":"realtime.pong",}',
]  # fmt: skip


def hostile(chance: random.Random) -> str:
    """A frame of which some fields are missing, or hold something else."""
    frame = dict(chance.choice(VALID))
    for name in chance.sample(NAMES, chance.randint(0, 3)):
        if chance.random() < 0.4:
            frame.pop(name, None)
        else:
            frame[name] = chance.choice(ODD)
    return json.dumps(frame)


def read_by_javascript(texts: list[str]) -> list[Any]:
    """``[kind, epoch, seconds]`` of each text, or null."""
    node = shutil.which("node")
    assert node, "node is not installed; the tests in JavaScript need Node.js 18 or newer"
    script = f"""
        import {{ epochOf, readFrame }} from {json.dumps(FRAMES_JS)};
        import {{ readFileSync }} from "node:fs";
        const seconds = (value) => (Number.isFinite(value) ? value : null);
        const read = (text) => {{
          const {{ kind, frame }} = readFrame(text) ?? {{}};
          return kind ? [kind, epochOf(frame), seconds(frame.retryAfterSeconds)] : null;
        }};
        console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
    """
    done = subprocess.run(
        [node, "--input-type=module", "-e", script],
        input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_both_readers_take_each_text_for_the_same() -> None:
    chance = random.Random(13)  # noqa: S311 - nothing secret
    texts = [*NO_OBJECTS, *map(json.dumps, VALID), *(hostile(chance) for _ in range(5000))]
    read = [read_frame(text) for text in texts]

    ours = [
        frame and [frame.kind, frame.epoch, frame.seconds("retryAfterSeconds")] for frame in read
    ]

    theirs = read_by_javascript(texts)
    assert {frame.kind for frame in read if frame} == {kind for kind, *_ in filter(None, theirs)}
    different = [pair for pair in zip(texts, ours, theirs, strict=True) if pair[1] != pair[2]]
    assert different == []


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_page_outlives_whatever_it_is_sent(chance: random.Random) -> None:
    page = PageModel("ada")
    page.opened("c1")
    for _ in range(30):
        if page.wants_resume and chance.random() < 0.5:
            page.resume_frame()
        text = chance.choice(NO_OBJECTS) if chance.random() < 0.1 else hostile(chance)
        try:
            page.receive(text)
        except ProtocolError:
            assert json.loads(text)["code"] in set(ERROR_CODES) - {TOO_SOON}
        assert 0 <= page.wait_seconds <= 60


@pytest.mark.parametrize(
    "text", ["[]", "7", "null", "{", '{"data":1}', '{"type":"realtime.later"}']
)
def test_a_text_that_is_no_frame_changes_nothing(text: str) -> None:
    page = PageModel("ada")
    page.opened("c1")
    before = vars(page) | {}

    page.receive(text)

    assert vars(page) == before


@pytest.mark.parametrize("code", [None, 7, "a-code-of-later", [], {}])
def test_an_error_without_a_code_that_the_protocol_knows_is_passed_over(code: object) -> None:
    PageModel("ada").receive(json.dumps({"type": ERROR, "code": code}))
