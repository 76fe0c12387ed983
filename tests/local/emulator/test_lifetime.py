"""The emulator ends with the process that started it, however that one ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from local.emulator.process import Emulator
from tests.support.repository import REPO_ROOT

SECONDS = 10.0

# What `make up` does, reduced: hold an emulator open and say where it is.
HOLDER = """
import json, time
from local.emulator.process import Emulator
with Emulator("us-east-1") as emulator:
    emulator.wait_until_ready()
    where = {"port": emulator.port, "pid": emulator._process.pid, "folder": str(emulator._folder)}
    print(json.dumps(where), flush=True)
    time.sleep(60)
"""


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def exists(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    # Nobody may be there to reap it: a zombie has ended all the same.
    return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_the_emulator_ends_with_its_parent_even_while_a_client_is_connected(
    ending: signal.Signals,
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=REPO_ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    where = json.loads(holder.stdout.readline())
    with socket.create_connection(("127.0.0.1", where["port"])):
        holder.send_signal(ending)
        holder.wait()
        holder.stdout.close()
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and (exists(where["pid"]) or listens(where["port"])):
            time.sleep(0.05)
        assert not exists(where["pid"])
        assert not listens(where["port"])
        assert not Path(where["folder"]).exists()


@pytest.mark.xdist_group("emulator")
def test_the_emulator_listens_on_loopback_only(emulator: Emulator) -> None:
    port = f":{emulator.port:04X}"
    tables = [path for path in map(Path, ("/proc/net/tcp", "/proc/net/tcp6")) if path.exists()]
    rows = [line.split() for path in tables for line in path.read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[1].endswith(port) and row[3] == "0A"]
    assert listening == [f"0100007F{port}"]


def test_a_proxy_and_an_aws_profile_of_the_caller_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from local.provisioners import AwsProvisioner

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-does-not-exist")
    with Emulator("us-east-1") as emulator:
        emulator.wait_until_ready()
        provisioner = AwsProvisioner(emulator.endpoint_url, "us-east-1", REPO_ROOT)
        assert provisioner.client("sts").get_caller_identity()["Account"] == "000000000000"


@pytest.mark.xdist_group("emulator")
def test_a_websocket_to_nowhere_is_refused_and_its_token_is_not_logged(emulator: Emulator) -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
    address = emulator.endpoint_url.replace("http", "ws") + "/_aws/execute-api/00000000/live"
    offered = [Subprotocol("realtime.v1"), Subprotocol(f"bearer.{token}")]
    with pytest.raises(InvalidStatus):
        connect(address, subprotocols=offered, proxy=None)
    assert token not in emulator.log_text()
