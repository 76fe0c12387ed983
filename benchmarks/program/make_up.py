"""``make up`` as a person runs it: the time to a usable page, and a newcomer's first orders."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import PROJECT, environment
from benchmarks.program.fresh_process import run_to_end
from contract.orders import EVENT_TYPE_PREFIX, FINALIZED
from local.emulator.process import free_port
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage

START_SECONDS = 120.0
LOOK_SECONDS = 0.02
PASSWORD_SECONDS = 5.0
"""What a newcomer takes at least to read the page, sign in and choose a password of his own."""
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Run:
    """What one ``make up`` took, in seconds."""

    usable: float
    """Until the page answers with its settings and the outputs are written."""
    first_order: float
    """From the checkout to its outcome on the open page."""
    second_order: float


def make_up() -> Run:
    """Run ``make up``, order twice as the first buyer of the stage, and stop it."""
    with TemporaryDirectory() as folder:
        outputs, port = Path(folder) / "outputs.json", free_port()
        command = [sys.executable, "-S", "tools/run.py", "local", "up"]
        began = time.perf_counter()
        with _running([*command, "--port", str(port), "--outputs", str(outputs)]):
            _wait_for(f"http://127.0.0.1:{port}/config.json", outputs)
            usable = time.perf_counter() - began
            time.sleep(PASSWORD_SECONDS)
            stage = json.loads(outputs.read_text())
            buyer = Buyer(stage, stage["demo_buyers"][0]).sign_in()
            page = buyer.open_page()
            orders = [_order(buyer, page) for _ in range(2)]
            page.close()
    return Run(usable, *orders)


def bare_seconds() -> float:
    """A start of the emulator alone until it answers, and then ``import pulumi_aws``."""
    with TemporaryDirectory() as folder:
        port = free_port()
        own = {"GATEWAY_PORT": str(port), "MINISTACK_HOST": "127.0.0.1", "HOME": folder,
               "TMPDIR": folder, "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0",
               "DOCKER_HOST": f"unix://{folder}/none.sock"}  # fmt: skip
        began = time.perf_counter()
        with _running([sys.executable, "-m", "ministack"], own):
            _wait_for(f"http://127.0.0.1:{port}/_ministack/health")
            emulator = time.perf_counter() - began
    return emulator + run_to_end([sys.executable, "-c", "import pulumi, pulumi_aws"])


def _order(buyer: Buyer, page: OpenPage) -> float:
    began = time.perf_counter()
    order_id = buyer.check_out("mug-02", key=secrets.token_hex(16)).body["orderId"]
    page.wait_for(EVENT_TYPE_PREFIX + FINALIZED.lower(), order_id)
    return time.perf_counter() - began


@contextmanager
def _running(command: list[str], own: dict[str, str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment() | (own or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, file: Path | None = None) -> None:
    """Return when the address answers with 200 and the file is there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with _DIRECT.open(address, timeout=5):
                if file is None or file.exists():
                    return
        except OSError:
            pass
        time.sleep(LOOK_SECONDS)
    raise TimeoutError(f"{address} does not answer")
