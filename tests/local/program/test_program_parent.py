"""Programs are forked from one process, which has loaded the SDK and the provider once."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from local.plan import plan
from local.program import Program
from tests.support.trial_program import write_program

SECONDS = 30.0
TELLS = """
import os, sys
import pulumi

print("from the program")
pulumi.export("process", os.getpid())
pulumi.export("parent", os.getppid())
pulumi.export("group", os.getpgid(0))
pulumi.export("threads_of_parent", len(os.listdir(f"/proc/{os.getppid()}/task")))
pulumi.export("folder", os.getcwd())
pulumi.export("environment", sorted(os.environ))
pulumi.export("files", len(os.listdir("/proc/self/fd")))
"""


def test_two_programs_have_one_parent_and_processes_groups_and_folders_of_their_own(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_INDEX", "https://packages.example.com")
    monkeypatch.setenv("AWS_PROFILE", "private")
    told = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with Program(write_program(tmp_path / name, TELLS), "dev") as program:
            told.append(plan(program).exports)
    one, two = told
    assert one["parent"] == two["parent"]
    assert one["threads_of_parent"] == 1
    assert len({one["process"], two["process"], one["parent"], os.getpid()}) == 4
    assert [each["group"] for each in told] == [each["process"] for each in told]
    assert [each["folder"] for each in told] == [str(tmp_path / name) for name in ("one", "two")]
    assert "UV_INDEX" in one["environment"]
    assert "AWS_PROFILE" not in one["environment"]
    assert one["files"] == two["files"]
    assert capfd.readouterr().out == "from the program\n" * 2


def test_a_killed_program_takes_what_it_started_with_it(tmp_path: Path) -> None:
    lines = f"""
import subprocess
from pathlib import Path

sleeps = subprocess.Popen([{sys.executable!r}, "-c", "import time; time.sleep(60)"])
Path("started").write_text(str(sleeps.pid))
raise RuntimeError("the program failed")
"""
    with (
        pytest.raises(Exception, match="the program failed"),
        Program(write_program(tmp_path, lines), "dev") as program,
    ):
        plan(program)
    started = int((tmp_path / "started").read_text())
    deadline = time.monotonic() + SECONDS
    while lives(started):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lives(process_id: int) -> bool:
    """A process that has ended may wait for nobody to reap it."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"
