"""``make up`` as a person runs it: it serves, stops when told to, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")
UP = (sys.executable, "-m", "local", "up")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_up_serves_until_it_is_told_to_stop_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    outputs_file = tmp_path / "outputs.json"
    process = subprocess.Popen(
        [*UP, "--port", "0", "--outputs", str(outputs_file)],
        cwd=REPO_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while "Function logs" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        outputs = json.loads(outputs_file.read_text())
        mode = outputs_file.stat().st_mode & 0o777
        ports = [
            int(re.findall(r":(\d+)", outputs[k])[0]) for k in ("storefront_url", "emulator_url")
        ]
        served = urllib.request.urlopen(outputs["storefront_url"] + "/").read().decode()
        assert all(listens(port) for port in ports)
    finally:
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)

    assert process.returncode == 0, rest
    assert said.splitlines()[-1].startswith(f"Shop page: {outputs['storefront_url']}  Ctrl-C stops")
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f]", said + rest) == []  # a pipe is no terminal
    assert rest.splitlines()[-1] == "stopped"
    assert "<html" in served
    assert mode == 0o600
    assert not outputs_file.exists()
    deadline = time.monotonic() + 5
    while any(listens(port) for port in ports) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(listens(port) for port in ports)


def left_of(folder: Path) -> list[str]:
    """The processes whose environment or arguments name the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            continue  # it has just ended, or belongs to another user
        if str(folder).encode() in known:
            found.append(known.decode(errors="replace"))
    return found


@pytest.mark.parametrize(
    ("command", "moment", "number"),
    [
        ("demo", "Local stage", signal.SIGINT),  # the program is planned, the emulator boots
        ("up", "emulator started", signal.SIGHUP),  # the resources are created
    ],
)
def test_an_interrupted_stage_leaves_nothing_though_it_is_told_twice(
    tmp_path: Path, command: str, moment: str, number: signal.Signals
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    of_up = ["--port", "0", "--outputs", str(tmp_path / "outputs.json")]
    process = subprocess.Popen(
        [
            sys.executable,
            "-S",
            "tools/run.py",
            "local",
            command,
            *(of_up if command == "up" else []),
        ],
        cwd=REPO_ROOT,
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    while moment not in process.stdout.readline():
        assert process.poll() is None
    assert left_of(temporary)  # else it finds nothing on this machine, whatever is left
    for _ in range(2):  # as a terminal does: everybody of the group gets it
        os.killpg(process.pid, number)
    _, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (130, "\nstopping\nstopped\n")
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "outputs.json").exists()
    deadline = time.monotonic() + 5  # a killed process is still listed for a moment
    while left_of(temporary) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left_of(temporary) == []


def test_a_taken_port_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*UP, "--port", str(port), "--outputs", str(tmp_path / "outputs.json")],
            cwd=REPO_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert f"port {port} of 127.0.0.1 is in use" in done.stderr
    (free,) = re.findall(r"make up PORT=(\d+)$", done.stderr, re.MULTILINE)
    assert int(free) != port
    assert not listens(int(free))
    assert "Traceback" not in done.stderr
