"""The AWS emulator as a child process that never outlives its parent."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from local.emulator.line import ASK, CALL, GO, WARM, Line
from local.interrupts import shielded, temporary_folder
from operations.emulator_client import ROOT_KEY

REPO_ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_SECONDS = 60
LOG = "emulator.log"


class EmulatorError(Exception):
    """The emulator did not start; the text holds the end of its log."""


def free_port() -> int:
    """A port on the loopback interface that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulator:
    """A context manager: the emulator runs inside it, on 127.0.0.1 only.

    It still boots when the context begins: call ``wait_until_ready`` before the first request.
    A page of ``more_origins`` can sign in, too, even if it is not of this machine.
    """

    def __init__(self, region: str, more_origins: Sequence[str] = ()) -> None:
        self.port = free_port()
        self.endpoint_url = f"http://127.0.0.1:{self.port}"
        self._region, self._more_origins = region, more_origins
        self._folder: Path
        self._parts = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Emulator:
        try:
            with shielded():
                self._folder = self._parts.enter_context(temporary_folder("local-stage-"))
                self._start()
        except BaseException:
            self.close()
            raise
        return self

    def _start(self) -> None:
        command = [sys.executable, "-m", "local.emulator.patched_app"]
        ours, theirs = socket.socketpair()
        self._line = Line(ours)
        self._parts.callback(self._line.close)
        with (self._folder / LOG).open("wb") as log, theirs:
            self._process = subprocess.Popen(
                [*command, f"127.0.0.1:{self.port}", str(self._folder), *self._more_origins],
                cwd=REPO_ROOT,
                env=self._environment(self._folder),
                stdin=theirs.fileno(),  # ends when this process dies; patched_app.py hears it
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C must not reach it; functions end with its group
            )

    def __exit__(self, *exception: object) -> None:
        self.close()

    def wait_until_ready(self) -> None:
        """Return when the emulator answers. Raises ``EmulatorError`` with the end of its log."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                with direct.open(f"{self.endpoint_url}/_ministack/health", timeout=2):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise EmulatorError(
            f"the emulator did not answer on 127.0.0.1:{self.port}; the end of its log:\n"
            + self.log_text()[-3000:]
        )

    def warm_functions(self) -> None:
        """Start a process for each function that has none. Returns at once."""
        self._line.say(WARM)

    def before_each_call(self, act: Callable[[], object]) -> None:
        """Call ``act``, in another thread, before each call of a function."""

        def answer() -> None:
            try:
                act()
            finally:
                self._line.say(GO)

        self._line.say(ASK)
        threading.Thread(target=self._line.listen, args=[{CALL: answer}], daemon=True).start()

    def close(self) -> None:
        """End the emulator and every function it started. Closing twice is fine."""
        with shielded():
            process, self._process = self._process, None
            if process is not None:
                # No orderly shutdown: it would wait for open pages.
                _kill_group(process.pid)
                process.wait()
            self._parts.close()

    def log_text(self) -> str:
        """The output of the emulator and of the functions' bootstraps."""
        log = self._folder / LOG
        return log.read_text(errors="replace") if log.exists() else ""

    def _environment(self, folder: Path) -> dict[str, str]:
        """The emulator's environment. Functions inherit it, so it has no secret of the caller."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return kept | {
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": self._region,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_DEFAULT_REGION": self._region,
            # Enforce IAM: a function may do only what its role allows.
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # If the emulator found a Docker daemon, it would delete containers there.
            "DOCKER_HOST": f"unix://{folder}/none.sock",
            "LOG_LEVEL": "WARNING",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
