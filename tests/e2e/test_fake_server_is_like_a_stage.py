"""The fake server of ``client/testing`` says what a stage says.

The same steps run on both. The frames must be equal once times, ids, epochs and seconds to wait are
masked: a value that comes again has its mask again.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.local_stage import LocalStage
from tests.e2e.test_restored_table import RESTORE, WAIT, restored, use_table
from tests.support.aws_commands import run
from tests.support.repository import REPO_ROOT
from tests.support.script_on_stage import THE_LAST, Came, ScriptOnStage, Step

__all__ = ["restored"]  # a fixture
pytestmark = pytest.mark.xdist_group("stage")

SCRIPT = REPO_ROOT / "tests" / "support" / "script_on_fake_server.mjs"


def seq(number: int) -> str:
    return f"{number:020}"


def opens(socket: str, **how: Any) -> Step:
    return {"verb": "open", "socket": socket, **how}


def sends(socket: str, frame: object) -> Step:
    text = frame if isinstance(frame, str) else json.dumps(frame)
    return {"verb": "send", "socket": socket, "text": text}


def resumes(socket: str, **asked: object) -> Step:
    return sends(socket, {"action": "resume", **asked})


def pushes(name: str, **changes: object) -> Step:
    event = {
        "id": name, "source": "returns", "type": "return.received", "subject": f"ord-{name}",
        "time": "2026-03-01T12:00:00Z", "data": {"name": name, "lines": [1, 2.5, None]},
    }  # fmt: skip
    return {"verb": "push", "event": event | changes}


def leaves(socket: str) -> Step:
    return {"verb": "leave", "socket": socket}


STEPS: list[Step] = [
    opens("refused", token="no.good.token"),
    opens("stranger", protocols=["realtime.v9"]),
    opens("a", protocols=["realtime.v2", "realtime.v1"]),
    resumes("a"),
    pushes("one"),
    pushes("two"),
    pushes("two"),  # a repeat
    pushes("two", time="2026-03-02T12:00:00Z"),  # another time is no other event
    pushes("two", data="another"),  # a conflict
    sends("a", {"action": "ping"}),
    sends("a", "hello"),
    sends("a", "[1]"),
    sends("a", {"action": "dance"}),
    sends("a", {"action": "$connect"}),
    resumes("a", after=seq(2)),  # nothing is missing
    resumes("a", after=seq(9)),  # ahead of the log
    resumes("a", after="seven"),
    resumes("a", after=7),
    resumes("a", after=seq(1), epoch=7),
    resumes("a", after=None),
    resumes("a", after=seq(2), epoch="0123456789abcdef"),  # too soon
    opens("b"),
    resumes("b", after=seq(1)),
    resumes("b", after=seq(1)),  # too soon
    resumes("b", after=seq(2)),
    pushes("three"),  # to both
    leaves("a"),
    pushes("four"),
    opens("a"),
    resumes("a", after=seq(3), epoch=THE_LAST),
    leaves("b"),
    {"verb": "restore", "lost": 1, "event": pushes("five")["event"]},  # to before the event
    pushes("six"),
    {"verb": "wait", "seconds": 6},
    resumes("a", after=seq(5), epoch=THE_LAST),
    opens("b"),
    resumes("b", after=seq(4), epoch="fedcba9876543210"),
    {"verb": "forget"},
    opens("c"),
    resumes("c", after=seq(2)),
    pushes("seven"),
    opens("d"),
    resumes("d", after=seq(2)),
    opens("e"),
    resumes("e"),
    {"verb": "disconnect"},
    opens("f", lifetimeSeconds=60),
    {"verb": "expire", "seconds": 100},
    pushes("eight"),
]


def masked(results: list[Came]) -> list[Any]:
    """The results without what differs from one run to the next."""
    names: dict[str, str] = {}

    def mask(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {name: mask(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [mask(one) for one in value]
        if field in ("id", "time", "epoch"):
            return names.setdefault(value, f"{field} {len(names)}")
        if field == "message":
            return re.sub(r"in [1-5] s", "in a moment", value)
        return "a moment" if field == "retryAfterSeconds" and value in range(1, 6) else value

    masks: list[Any] = mask(results)
    return masks


def on_the_fake_server(steps: list[Step]) -> list[Came]:
    node = shutil.which("node")
    assert node, "node is not installed; the tests in JavaScript need Node.js 18 or newer"
    done = subprocess.run(
        [node, str(SCRIPT)], input=json.dumps(steps), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    results: list[Came] = json.loads(done.stdout)
    return results


@pytest.fixture
def on_the_stage(stage: LocalStage, restored: str) -> Iterator[ScriptOnStage]:
    def swap_table(meanwhile: Callable[[], Any]) -> Any:
        """Restore the events table, then put the restored one in its place."""
        table = stage.outputs["events_table"]
        time_now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        variables = {"TABLE": table, "RESTORED": restored, "TIME": time_now}
        run(stage, RESTORE, variables)
        run(stage, WAIT, variables)
        answer = meanwhile()
        use_table(stage, table, restored)
        return answer

    made = ScriptOnStage(stage, swap_table, restored)
    yield made
    made.close()


def test_the_same_steps_bring_the_same_frames(on_the_stage: ScriptOnStage) -> None:
    faked = on_the_fake_server(STEPS)
    real = on_the_stage.run(STEPS, faked)
    for step, one, other in zip(STEPS, masked(faked), masked(real), strict=True):
        assert one == other, step
